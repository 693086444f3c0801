"""The back office's lists and forms for editorial pages."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import TaskState
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import (
    CollectWorkflowActionDataView,
    CreateView,
    EditView,
    SnippetViewSet,
    WorkflowActionView,
)

from tillit.editorial.back_office.pages import screen
from tillit.editorial.back_office.take_down import bring_back, take_down
from tillit.editorial.back_office.versions import versions
from tillit.editorial.permissions import OwnPagesPolicy, only_for_own, workable_by
from tillit.text import in_words


class _OwnOrPublic:
    """What may be linked to: what everybody can read, and one's own drafts."""

    def get_object_list(self):
        pages = self.model_class.objects
        return pages.filter(pk__in=workable_by(pages.all(), self.request.user).values("pk")) | pages.filter(
            pk__in=pages.published().values("pk")
        )


class OwnOrPublicChooseView(_OwnOrPublic, ChooseView):
    pass


class OwnOrPublicResultsView(_OwnOrPublic, ChooseResultsView):
    pass


class OwnOrPublicChosenView(_OwnOrPublic, SnippetChosenView):
    def get_object(self, pk):
        try:
            return self.get_object_list().get(pk=pk)
        except ValueError:
            raise Http404 from None


class OwnOrPublicChosenMultipleView(_OwnOrPublic, SnippetChosenMultipleView):
    def get_objects(self, pks):
        return self.get_object_list().filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class EditorialChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OwnOrPublicChooseView
    choose_results_view_class = OwnOrPublicResultsView
    chosen_view_class = OwnOrPublicChosenView
    chosen_multiple_view_class = OwnOrPublicChosenMultipleView


def ways_to(places):
    """Links to fields of the form, for [(field, its name)]."""
    return format_html_join(", ", '<a href="#id_{0}" data-goes-to="{0}">{1}</a>', places)


class _TellsWhatHappened:
    """After saving: what has happened to the page, when it will, and the way to it."""

    steps = {"publish": "publicera", "submit": "skicka för granskning", "workflow-action": "godkänna"}

    def is_valid(self, form):
        """Where something is missing: what, by the names that stand in the form, each a way there."""
        if self.action == "workflow-action" and self.workflow_action == "reject":
            self.saving_as_draft = True  # what is sent back need not be whole
        is_right = super().is_valid(form)
        if not is_right and self.action in self.steps and form.errors:
            labels = {
                name: form.fields[name].label.removesuffix(" (svenska)")
                for name in form.errors
                if name in form.fields
            }
            what = format_html(" Se över: {}.", ways_to(labels.items())) if labels else ""
            self.produced_error_message = format_html(
                "Det går inte att {} än.{}", self.steps[self.action], what
            )
        return is_right

    def get_success_message(self, instance=None):
        page = instance or self.object
        if self.action != "publish":
            return super().get_success_message(page)
        if page.go_live_at and page.go_live_at > timezone.now():
            return f"”{page}” publiceras {in_words(page.go_live_at)}."
        return f"”{page}” är publicerad."

    def get_success_buttons(self):
        page = self.model.objects.filter(pk=self.object.pk).first()
        buttons = super().get_success_buttons()
        if self.action == "publish" and page and page.is_published:
            buttons = [messages.button(page.get_absolute_url(), "Visa sidan"), *buttons]
        return buttons


class EditorialEditView(_TellsWhatHappened, EditView):
    """With ways to what is done to a page, and not to its text."""

    def get_object(self, queryset=None):
        """The library asks twice for each request; the draft with all its relations is read once."""
        if not hasattr(self, "draft"):
            self.draft = super().get_object(queryset)
        return self.draft

    @cached_property
    def header_more_buttons(self):
        page, more = self.object, super().header_more_buttons
        meta = page._meta
        read = reverse("review_page", args=[meta.app_label, meta.model_name, page.pk])
        more.append(Button("Läs, kommentera och dela", url=read, icon_name="comment", priority=5))
        more.append(
            Button("Publicerade versioner", url=screen(page, "versions"), icon_name="history", priority=40)
        )
        if page.live and self.user_has_permission_for_instance("publish", page):
            more.append(
                Button("Ta ned sidan", url=screen(page, "unpublish"), icon_name="download", priority=50)
            )
        return more


def task_state_of(page, pk):
    state = get_object_or_404(TaskState, pk=pk)
    if state.workflow_state.content_object != page:
        raise Http404
    return state.specific


class EditorialApprovalDataView(CollectWorkflowActionDataView):
    def get_task_state(self):
        return task_state_of(self.object, self.task_state_id)


class EditorialApprovalView(WorkflowActionView):
    """Approving from a list or the start page holds to the same demands as the form does."""

    def get_task_state(self):
        """Of this page: whose page it is has been asked, and not whose review."""
        return task_state_of(self.object, self.task_state_id)

    def post(self, request, *args, **kwargs):
        page = self.task_state.revision.as_object()
        obstacles = page.obstacles() if self.action_name == "approve" else []
        if not obstacles:
            return super().post(request, *args, **kwargs)
        edit = reverse(page.snippet_viewset.get_url_name("edit"), args=[page.pk])
        texts = format_html_join(" ", "{}", [[one.text] for one in obstacles])
        messages.error(request, format_html("”{}” går inte att godkänna än. {}", page, texts))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": edit})
        return redirect(edit)


class EditorialCreateView(_TellsWhatHappened, CreateView):
    def get_initial_form_instance(self):
        """A new page is the writer's own until somebody says otherwise."""
        user = self.request.user
        return self.model(organisation=user.organisation, owner=user)


class EditorialViewSet(SnippetViewSet):
    """Every address of a page, also those the library adds one day, is closed to other organisations."""

    chooser_viewset_class = EditorialChooserViewSet
    add_view_class = EditorialCreateView
    edit_view_class = EditorialEditView
    workflow_action_view_class = EditorialApprovalView
    collect_workflow_action_data_view_class = EditorialApprovalDataView

    @property
    def permission_policy(self):
        return OwnPagesPolicy(self.model)

    def get_queryset(self, request):
        return workable_by(self.model.objects.with_schedule().prefetch_related("take_downs"), request.user)

    def get_urlpatterns(self):
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name != "unpublish"]
        patterns += [
            path("unpublish/<int:pk>/", partial(take_down, model=self.model), name="unpublish"),
            path("ur-arkivet/<int:pk>/", partial(bring_back, model=self.model), name="bring_back"),
            path("versioner/<int:pk>/", partial(versions, model=self.model), name="versions"),
        ]
        for pattern in patterns:
            pattern.callback = only_for_own(pattern.callback, self.model)
        return patterns
