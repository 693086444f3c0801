"""Documents as they are handed over, made up for the tests, with the faults of real pages in them."""

from articles.importing.places import Place

PLACES = [
    Place("9901", "kommun", "Ekby kommun", "Ekby", "Lövlän", "ekby.se"),
    Place("9902", "kommun", "Lövs kommun", "Löv", "Lövlän", "lov.se"),
    Place("99", "region", "Region Lövlän", "Löv", "Lövlän", "lovlan.se", ("Landstinget i Lövlän",)),
]

NEWS = """Ekbys vapen i blått

INNEHÅLL

Nina Alm visar hur tavlan fungerar.

Tavlan som ersatte tolv rapporter

Under torsdagen fick Ekby besök av sju grannkommuner. De ville se tavlan.

- Vi trodde inte att det skulle gå så fort, men nu vill ingen tillbaka, säger Nina Alm, hemtjänstchef.

Förra året skrevs tolv rapporter i månaden. Nu skrivs två. Nämndens ordförande Olle Berg (C) är nöjd.

Så fungerar det

Varje måndag står arbetslaget framför tavlan i en kvart. Det räcker.

- Jag har fått tillbaka min tid, säger Olle Berg.

Sidan uppdaterades senast:
"""

REPORT = """Hej! Du använder en gammal webbläsare

Snart slutar delar av ekby.se att fungera i den här webbläsaren. Byt gärna till Firefox eller Chrome.

Vårens ledarforum pratade om fel

I mitten av maj samlades ledningen till årets första ledarforum.

Anna Ek och Per Sten på scenen Anna Ek och Per Sten på scenen

Kommundirektör Anna Ek inledde med en fråga.

– Vem vågar berätta om ett fel, sa Anna.

Tre regler gäller

·\u00a0\u00a0\u00a0\u00a0 Säg det du ser.

·\u00a0\u00a0\u00a0\u00a0 Fråga före svar. \u00a0

Därefter följde ett grupparbete, och dagen avslutades med en promenad.

– Det viktigaste är att någon börjar.

Senast uppdaterad: 3 juni 2021
"""

COLUMN = """Observera att denna nyhet är äldre än 10 månader och att innehållet därför kan vara inaktuellt.

En dag med alla chefer

Tisdagens chefsdag gav mig nya krafter, och jag är tacksam.

Jag delade in oss i grupper:

  • Att våga lyssna. Leddes av mig.
  • Att våga sluta. Leddes av HR.

Har du frågor får du gärna höra av dig till eva.lund@ekby.se

//E

Senast uppdaterad: 4 oktober 2019
"""

PRESS = """Vården i Löv får beröm

Lövlän Artikeln publicerades
Karin Ask, arkivbild.
Foto: Tore Vik
Karin Ask, arkivbild.

Under fredagen fick Landstinget i Lövlän beröm av utredaren.

– Det är modigt gjort, sade socialminister Ulla Ö. Nord.

– Vi har bara börjat, sade Karin Ask.

Fakta

Utredningen

En utredning om vård som tillsattes 2015.

Källa: utredningen.se

Visa mer..."""

DECK = """

# Varför lita? ... en fråga

Utbildning för nämnden

Sten Ros, nämndens ordförande



”Vi finns för ekbyborna”



# Kulturen

*”Man börjar  
uppifrån”*



# Figuren

# Vad vi väntar oss

## Invånaren

- Gator
- Skolor

***NÄM-  
NDEN?***

## Förvaltningen

- Mål

# TSL

- Ett

# TSL

- Två



Tack för att ni kom!"""
