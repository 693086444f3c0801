import errno
import hashlib
import os
import signal
import socket
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

from articles.models import Article
from articles.vocabulary import load_vocabulary
from events.due import run_while as events_due_while
from tillit.following.telling import tell_while
from tillit.links import absolute
from tillit.login_links import one_time_login_url
from tillit.management.commands.publish_due import publish_while
from tillit.outbox.worker import carry_forever
from tillit.people.importers import load_registry, read_registry
from tillit.people.models import Organisation, User
from tillit.sample.events import load_events
from tillit.sample.loader import load_sample

EDITOR = "redaktor@example.se"


class Command(BaseCommand):
    help = "Förbereder databasen och startar webbplatsen. Körs av ./up."

    def add_arguments(self, parser):
        parser.add_argument(
            "--without-sample",
            action="store_true",
            help="lägg inte in berättelser och evenemang att titta på",
        )

    def handle(self, *args, without_sample, **options):
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        check_that_it_is_free(host, int(port))
        self._prepare_database()
        self._fill(without_sample)
        self._prepare_static_files()
        greeting = self._greeting()
        connections.close_all()
        for loop in (publish_while, events_due_while, tell_while, carry_forever):
            self._start_beside(loop)
        Server(f"{host}:{port}", lambda _server: self._say(greeting)).run()

    def _start_beside(self, loop):
        """A process beside the server that publishes on time or carries letters, and ends with it."""
        server = os.getpid()
        if os.fork() == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server
            loop(lambda: os.getppid() == server)
            os._exit(0)

    def _prepare_database(self):
        Path(settings.VAR_DIR).mkdir(exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Förbereder databasen …")
            call_command("migrate", verbosity=0, interactive=False)

    def _fill(self, without_sample):
        if not Organisation.objects.in_registry().exists():
            self.stdout.write("Läser in kommuner och regioner …")
            with transaction.atomic():  # stopped between them, the words would never come
                load_registry(read_registry())
                load_vocabulary()
        if not without_sample and not Article.objects.exists():
            self.stdout.write("Lägger in provberättelser och evenemang …")
            load_sample()
            load_events()

    def _prepare_static_files(self):
        """Collect again only when a file has been added, changed or taken away."""
        digest = hashlib.sha256()
        for finder in finders.get_finders():
            for path, storage in finder.list([]):
                stat = os.stat(storage.path(path))
                digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        stamp = Path(settings.VAR_DIR) / "collected"
        if (
            not Path(settings.STATIC_ROOT).exists()
            or not stamp.exists()
            or stamp.read_text() != digest.hexdigest()
        ):
            self.stdout.write("Samlar ihop stilmallar och skript …")
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            stamp.write_text(digest.hexdigest())

    def _greeting(self):
        editor = User.objects.filter(email=EDITOR).first() or self._make_editor()
        lines = [f"\nTillit finns nu på        {absolute('/')}"]
        lines += [f"Redaktionen finns på      {absolute('/redaktion/')}"]
        if not settings.SENDS_MAIL:
            lines += [f"Breven visas på           {absolute('/brev/')} (ingen e-post är inställd)"]
        lines += [f"Logga in en gång som {EDITOR}:\n  {one_time_login_url(editor)}"]
        return "\n".join([*lines, "\nAvsluta med Ctrl+C.\n"])

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def _make_editor(self):
        editor = User.objects.create_user(EDITOR, first_name="Redaktör", last_name="Exempel", is_for_all=True)
        editor.groups.set(Group.objects.filter(name__in=["Administratör", "Granskare", "Skribent"]))
        return editor


def check_that_it_is_free(host, port):
    """The workers share the port, so the server itself would not notice that somebody else has it already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            # Of anything else the server tells by itself.
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Porten {port} är upptagen. Avsluta det som använder den, eller välj en annan: "
                    f"PORT={port + 1} ./up"
                ) from error


class Server(BaseApplication):
    """The production server, in this process: everything is loaded already."""

    def __init__(self, address, when_ready):
        self.address, self.when_ready = address, when_ready
        super().__init__()

    def load_config(self):
        self.cfg.set("bind", self.address)
        self.cfg.set("workers", int(os.environ.get("WORKERS", "2")))
        self.cfg.set("threads", int(os.environ.get("THREADS", "8")))
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("preload_app", True)
        self.cfg.set("when_ready", self.when_ready)
        self.cfg.set("reuse_port", True)  # kept connections are shared between the workers
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("forwarder_headers", "")  # no header decides where the site stands

    def load(self):
        # Not before the static files are there: they are looked up once.
        return import_string(settings.WSGI_APPLICATION)
