"""Forms as people fill them in."""

import re

FIELDS = {"name": "Ada Prov", "email": "ada@example.se", "organisation": "Provbolaget"}


def key_of(client, event):
    return re.search(r'name="form_key" value="(\w+)"', client.get(event.sign_up_url).text)[1]


def errors(response):
    return [
        re.sub(r"<[^>]+>", "", text).strip()
        for text in re.findall(r'class="error"[^>]*>(.*?)</p>', response.text)
    ]


def people(*rows, mode="ryms", **values):
    data = {
        "contact_name": "Kontakt",
        "contact_email": "kontakt@example.se",
        "organisation": "X",
        "mode": mode,
    }
    data |= {"kollega-TOTAL_FORMS": len(rows), "kollega-INITIAL_FORMS": len(rows)}
    for number, (name, email) in enumerate(rows):
        data |= {f"kollega-{number}-name": name, f"kollega-{number}-email": email}
    return data | values


def group_of(number):
    return [(f"Person {n}", f"p{n}@example.se") for n in range(number)]
