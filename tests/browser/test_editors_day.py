"""A communicator's day as three people of two organisations live it, each step seen in the browser, the database and the public page."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, ReviewRequest
from tests.articles.importing.documents import NEWS
from tests.factories import block, make_organisation, make_user
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message
from tillit.review.models import Comment

pytestmark = pytest.mark.browser

EDIT = "/redaktion/snippets/articles/article/edit/{}/"


@pytest.fixture
def sign_in(open_page):
    def sign_in_as(user):
        page = open_page("/redaktion/")
        page.get_by_label("E-post").fill(user.email)
        page.get_by_label("Lösenord", exact=True).fill("ett långt lösenord")
        page.get_by_role("button", name="Logga in", exact=True).click()
        page.wait_for_url("**/redaktion/")
        return page

    return sign_in_as


@pytest.fixture
def people(open_page):
    ours = make_organisation(name="Ekby kommun", short_name="Ekby", website_domain="ekby.se")
    theirs = make_organisation(name="Norrby kommun", short_name="Norrby")
    return (
        make_user("skribent@example.se", "Skribent", organisation=ours),
        make_user("granskare@example.se", "Granskare", organisation=ours),
        make_user("annan@example.se", "Granskare", organisation=theirs),
    )


def letter_link(subject, part):
    letter = next(
        letter for m in Message.objects.all() if (letter := letter_of(m)).subject.startswith(subject)
    )
    return next(line for line in letter.text.splitlines() if part in line).removeprefix("http://testserver")


def act(page, name):
    page.get_by_role("button", name="Fler åtgärder").click()
    page.get_by_role("button", name=name).click()


def move_in(desk, writer):
    """She moves a text in, ticks off what was doubtful, and writes in three languages."""
    desk.get_by_role("link", name="Hämta in texter").click()
    desk.get_by_label("Texten").fill(NEWS)
    desk.get_by_role("button", name="Gör ett utkast").click()
    desk.wait_for_url("**/edit/*/")
    article = Article.objects.get()
    assert (article.live, article.owner) == (False, writer)
    for box in desk.locator("[name='settled_doubts']").all():
        box.check()
    desk.locator("#id_title_sv").fill("Tillit i Ekby")
    desk.locator("#id_slug_sv").fill("tillit-i-ekby")
    for language, code, title in (
        ("English", "en", "Trust in Ekby"),
        ("Suomeksi", "fi", "Luottamus Ekbyssä"),
    ):
        desk.get_by_role("tab", name=language).click()
        desk.locator(f"#id_title_{code}").fill(title)
    return article


def follow_advice(desk):
    """It comes while she writes, is reached by keyboard, and leads to its place."""
    desk.get_by_role("tab", name="Svenska").click()
    desk.locator("#id_lead_sv").fill("Igår beslutade kommunen om färre mål.")
    desk.locator("[data-side-panel-toggle='readiness']").press("Enter")
    line = desk.locator(".advice li", has_text="”igår”").first
    expect(line).to_be_visible(timeout=8000)
    desk.get_by_role("tab", name="English").click()
    line.get_by_role("link").press("Enter")
    expect(desk.locator("#id_lead_sv")).to_be_focused()
    desk.locator("#id_lead_sv").fill("Den 1 juni 2018 beslutade kommunen om färre mål.")
    act(desk, "Skicka för granskning")
    desk.wait_for_url("**/article/")
    assert Article.objects.get().current_workflow_state is not None


def read_together(other, article, reviewer, open_page):
    """The reviewer finds it on her start page, comments beside the text, and shows it to somebody without an account."""
    other.get_by_role("link", name="Tillit i Ekby").first.click()
    other.goto(f"/redaktion/granska/articles/article/{article.pk}/")
    part = other.locator("#del-lead")
    part.locator("summary").click()
    part.get_by_label("Kommentar till ingress").fill("Vem beslutade?")
    part.get_by_role("button", name="Skicka kommentaren").click()
    expect(part.get_by_text("Vem beslutade?")).to_be_visible()
    assert Comment.objects.get().author == reviewer
    other.get_by_label("Till vem").fill("Eva Ek")
    other.get_by_role("button", name="Gör en länk").click()
    link = other.locator("input[readonly]").input_value().removeprefix("http://testserver")
    guest = open_page(link)
    expect(guest.locator("h1")).to_have_text("Tillit i Ekby")
    guest.get_by_label("Kommentar").fill("Det var fullmäktige.")
    guest.get_by_role("button", name="Skicka kommentaren").click()
    expect(guest.get_by_text("Tack!")).to_be_visible()
    assert guest.context.cookies() == []
    assert open_page("/artiklar/tillit-i-ekby/").locator("h1").inner_text() != "Tillit i Ekby"


def approve(other, article, open_page):
    """Readers see it, in more than one language."""
    other.goto(EDIT.format(article.pk))
    act(other, "Godkänn och publicera")
    other.wait_for_url("**/article/")
    article.refresh_from_db()
    assert article.live
    for address, title in (
        ("/artiklar/tillit-i-ekby/", "Tillit i Ekby"),
        ("/en/artiklar/trust-in-ekby/", "Trust in Ekby"),
        ("/fi/artiklar/luottamus-ekbyssa/", "Luottamus Ekbyssä"),
    ):
        expect(open_page(address).locator("h1")).to_have_text(title)


def change_as_a_draft(other, article, open_page):
    """A change of the live page is a draft that readers do not see."""
    other.goto(EDIT.format(article.pk))
    other.locator("#id_lead_sv").fill("En ny ingress.")
    other.get_by_role("button", name="Spara utkast").click()
    other.wait_for_timeout(1500)
    assert Article.objects.get().has_unpublished_changes
    assert "En ny ingress." not in open_page("/artiklar/tillit-i-ekby/").content()


def answer_for_it(article, open_page):
    """The owner is asked whether it holds, and answers with a button."""
    Article.objects.filter(pk=article.pk).update(review_due_on=timezone.localdate() - timedelta(days=1))
    call_command("upkeep", stdout=StringIO())
    asked = open_page(letter_link("Gäller ”Tillit i Ekby” fortfarande?", "/oversyn/"))
    asked.get_by_role("button", name="Fortfarande aktuell").click()
    expect(asked.locator("h1")).to_have_text("Tack, svaret är taget")
    assert ReviewRequest.objects.get().answer == "aktuell"
    assert Article.objects.get().reviewed_on == timezone.localdate()


def take_down(other, article, open_page):
    """At last it is taken down, with the reason."""
    other.goto(f"/redaktion/snippets/articles/article/unpublish/{article.pk}/")
    other.get_by_label("Dra tillbaka").check()
    other.get_by_label("Varför, i en mening för läsaren").fill("Uppgifterna gäller inte längre.")
    other.get_by_role("button", name="Ta ned sidan").click()
    expect(other.get_by_text("är tillbakadragen")).to_be_visible()
    article.refresh_from_db()
    assert (article.live, article.take_downs.get().reason_sv) == (False, "Uppgifterna gäller inte längre.")
    assert article.versions.exists()
    gone = open_page("/artiklar/tillit-i-ekby/")
    expect(gone.get_by_text("Uppgifterna gäller inte längre.")).to_be_visible()


def test_from_an_old_text_to_a_page_that_is_kept_true_and_taken_down(sign_in, open_page, people):
    writer, reviewer, _stranger = people
    desk = sign_in(writer)
    article = move_in(desk, writer)
    follow_advice(desk)
    other = sign_in(reviewer)
    read_together(other, article, reviewer, open_page)
    approve(other, article, open_page)
    change_as_a_draft(other, article, open_page)
    answer_for_it(article, open_page)
    take_down(other, article, open_page)


def test_another_organisation_sees_nothing_of_it(sign_in, people):
    writer, _reviewer, stranger = people
    article = Article(title_sv="Hemligt utkast", organisation=writer.organisation, owner=writer)
    article.full_clean()
    article.save()
    article.save_revision(user=writer)

    desk = sign_in(stranger)

    for address in ("/redaktion/", "/redaktion/snippets/articles/article/", "/redaktion/oversattningar/"):
        desk.goto(address)
        expect(desk.get_by_text("Hemligt utkast")).to_have_count(0)
    desk.goto(EDIT.format(article.pk))
    assert desk.url.endswith("/redaktion/")
    article.refresh_from_db()
    assert (article.title_sv, article.revisions.count(), article.live) == ("Hemligt utkast", 1, False)


def test_schedule_is_set_in_the_dialogue_told_on_the_button_and_kept(sign_in, open_page, people):
    _writer, reviewer, _stranger = people
    article = Article(
        title_sv="Snart",
        lead_sv="Ingress",
        organisation=reviewer.organisation,
        owner=reviewer,
        body_sv=[block("text", "<p>Brödtext.</p>")],
    )
    article.full_clean()
    article.save()
    article.save_revision(user=reviewer)
    desk = sign_in(reviewer)
    desk.goto(EDIT.format(article.pk))
    desk.locator("[data-side-panel-toggle='status']").click()
    desk.get_by_role("button", name="Sätt schema").click()
    desk.locator("#id_go_live_at").fill("2036-12-01T08:00")
    desk.get_by_role("button", name="Spara schema").click()
    desk.wait_for_timeout(1500)
    desk.reload()
    desk.get_by_role("button", name="Fler åtgärder").click()
    desk.get_by_role("button", name="Publicera måndag 1 december 2036 08.00").click()
    desk.wait_for_url("**/article/")

    expect(desk.get_by_text("”Snart” publiceras måndag 1 december 2036 08.00.")).to_be_visible()
    expect(desk.get_by_text("Publiceras måndag 1 december 2036 08.00").first).to_be_visible()
    assert not Article.objects.get().live
    assert open_page("/artiklar/snart/").locator("h1").inner_text() != "Snart"

    with time_machine.travel("2036-12-01 07:01+00:00"):
        call_command("publish_due", stdout=StringIO())
        assert Article.objects.get().live
        expect(open_page("/artiklar/snart/").locator("h1")).to_have_text("Snart")
