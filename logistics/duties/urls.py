"""Addresses of duties, of what is due, and of rosters."""

from django.urls import path

from logistics.duties.views import completeness, coverage, duties, expected, presets, rosters, swaps, turns

app_name = "duties"

urlpatterns = [
    path("", duties.DutyList.as_view(), name="duty_list"),
    path("new/", duties.DutyCreate.as_view(), name="duty_create"),
    path("usual/", presets.TakeOver.as_view(), name="duty_take_over"),
    path("preview/", duties.DutyPreview.as_view(), name="duty_preview"),
    path("<int:pk>/", duties.DutyDetail.as_view(), name="duty_detail"),
    path("<int:pk>/change/", duties.DutyUpdate.as_view(), name="duty_update"),
    path("<int:pk>/end/", duties.DutyEnd.as_view(), name="duty_end"),
    path("<int:pk>/resume/", duties.DutyResume.as_view(), name="duty_resume"),
    path("mine/", expected.Mine.as_view(), name="expected_mine"),
    path("expected/", expected.ExpectedList.as_view(), name="expected_list"),
    path("expected/explain/", expected.ExpectedExplain.as_view(), name="expected_explain"),
    path("expected/lift/", expected.ExpectedLift.as_view(), name="expected_lift"),
    path("expected/<int:pk>/", expected.ExpectedDetail.as_view(), name="expected_detail"),
    path("completeness/", completeness.Month.as_view(), name="completeness_month"),
    path("completeness/weeks/", completeness.Weeks.as_view(), name="completeness_weeks"),
    path("completeness/people/", completeness.People.as_view(), name="completeness_people"),
    path("completeness/places/", coverage.Coverage.as_view(), name="coverage"),
    path("completeness/fading/", coverage.Fading.as_view(), name="fade"),
    path("notes/", expected.NoteList.as_view(), name="dutynote_list"),
    path("notes/new/", expected.NoteCreate.as_view(), name="dutynote_create"),
    path("notes/<int:pk>/", expected.NoteDetail.as_view(), name="dutynote_detail"),
    path("notes/<int:pk>/correct/", expected.NoteCorrect.as_view(), name="dutynote_correct"),
    path("rosters/", rosters.RosterList.as_view(), name="roster_list"),
    path("rosters/new/", rosters.RosterCreate.as_view(), name="roster_create"),
    path("rosters/<int:pk>/", rosters.RosterDetail.as_view(), name="roster_detail"),
    path("rosters/<int:pk>/change/", rosters.RosterUpdate.as_view(), name="roster_update"),
    path("rosters/<int:pk>/stop/", rosters.RosterStop.as_view(), name="roster_stop"),
    path("rosters/<int:pk>/resume/", rosters.RosterResume.as_view(), name="roster_resume"),
    path("rosters/<int:pk>/turns/", rosters.TurnsEnter.as_view(), name="roster_turns"),
    path("rosters/<int:pk>/excel/", rosters.RosterExport.as_view(), name="roster_export"),
    path("turns/<int:pk>/", turns.TurnDetail.as_view(), name="shift_detail"),
    path("turns/<int:pk>/stand-in/", turns.TurnStandIn.as_view(), name="shift_stand_in"),
    path("turns/<int:pk>/swap/", turns.TurnSwap.as_view(), name="shift_swap"),
    path("turns/<int:pk>/change/", turns.TurnChange.as_view(), name="shift_change"),
    path("turns/<int:pk>/remove/", turns.TurnRemove.as_view(), name="shift_remove"),
    path("swaps/<int:pk>/", swaps.SwapDetail.as_view(), name="shiftswap_detail"),
    path("swaps/<int:pk>/accept/", swaps.SwapAccept.as_view(), name="shiftswap_accept"),
    path("swaps/<int:pk>/decline/", swaps.SwapDecline.as_view(), name="shiftswap_decline"),
    path("swaps/<int:pk>/withdraw/", swaps.SwapWithdraw.as_view(), name="shiftswap_withdraw"),
]
