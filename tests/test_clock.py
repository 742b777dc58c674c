from datetime import UTC, date, datetime

from logistics import clock


def test_the_clock_stands_where_it_is_set_and_runs_again_afterwards():
    moment = datetime(2026, 9, 1, 16, 30, tzinfo=UTC)

    with clock.set_to(None):
        with clock.set_to(moment):
            assert clock.now() == moment

        assert clock.now() <= clock.now() != moment


def test_today_is_the_day_at_school_not_in_greenwich():
    with clock.set_to(datetime(2026, 9, 1, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 9, 2)


def test_a_clock_file_moves_the_clock_of_every_process(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text("2026-09-01T08:00:00+08:00")

    with clock.set_to(None):
        assert clock.today() == date(2026, 9, 1)
