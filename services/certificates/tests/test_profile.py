"""The university's profile: branding and rules, loaded by command, and refused with a remedy."""

from dataclasses import replace
from pathlib import Path

import pytest
from certificates.__main__ import app
from certificates.app.profile_loading import load_profile
from certificates.app.rules import load_rules
from certificates.documents import render
from certificates.domain.branding import Branding, Colour, Logo, Shape
from certificates.domain.rules import CertificatesRules
from certificates.profile.branding_file import branding_from
from certificates.profile.files import read_profile
from certificates.profile.problems import ProfileError
from certificates.profile.vector_logo import read_logo
from certificates.store.profile import load_branding
from chassis.database import Database
from chassis.values import LocalizedText
from typer.testing import CliRunner

from .paper_samples import BRANDING, paper

PROFILE = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "certificates"

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 20 40 30"><title>Mark</title>'
    '<g fill="#123"><path d="M10 20h20v10H10z"/></g>'
    '<path fill="#AABBCC" d="m20,30 q10 10 20 0 t20-0 c1 2 3 4 5 6 s1 2 3 4 l-5-5Z"/></svg>'
)


def problems_of(values: object, folder: Path = PROFILE) -> list[str]:
    with pytest.raises(ProfileError) as refused:
        branding_from(values, folder)
    return [str(one) for one in refused.value.problems]


def test_the_profile_of_the_repository_is_loaded_and_loading_it_again_changes_nothing(
    database: Database,
) -> None:
    profile = read_profile(PROFILE)
    assert profile.branding is not None
    first = database.write_now(load_profile, profile.branding, profile.rules)
    again = database.write_now(load_profile, profile.branding, profile.rules)
    assert (first.branding_changed, again.branding_changed) == (True, False)
    assert again.rules_changed in (None, False)
    assert database.write_now(load_branding) == profile.branding
    assert profile.branding.place == "Lüneburg"
    assert profile.branding.office == LocalizedText("Studierendenservice", "Student Services")


def test_before_a_profile_was_loaded_papers_are_neutral_and_rules_are_the_usual_ones(
    database: Database,
) -> None:
    assert database.write_now(load_branding) == Branding()
    assert database.write_now(load_rules) == CertificatesRules()


def test_a_branding_with_a_logo_comes_back_from_the_database_as_it_was(database: Database) -> None:
    branding = Branding(logo=read_logo(SVG.encode()), footer=(LocalizedText("eins", "one"),))
    database.write_now(load_profile, branding, None)
    assert database.write_now(load_branding) == branding


def test_a_light_colour_is_refused_because_nobody_could_read_it() -> None:
    [problem] = problems_of({"accent": "#88AADD"})
    assert problem.startswith("branding.yaml: accent: #88AADD is too light")
    assert "darker" in problem


def test_contrast_is_that_of_the_web_content_accessibility_guidelines() -> None:
    white = Colour("#FFFFFF")
    assert white.contrast(Colour("#000000")) == pytest.approx(21)
    assert Colour("#767676").contrast(white) == pytest.approx(4.54, abs=0.005)
    assert Branding().readable


def test_every_problem_of_a_branding_is_named_at_once() -> None:
    wrong = {
        "accent": "blue",
        "place": 4,
        "office": {"de": "Amt"},
        "footer": [{"de": "x" * 200, "en": "line\nbreak"}],
        "logo": "../logo.svg",
        "font": "Comic Sans",
    }
    problems = problems_of(wrong)
    places = [problem.split(": ")[1] for problem in problems]
    assert places == ["font", "accent", "place", "office", "footer[0].de", "footer[0].en", "logo"]


def test_a_profile_without_keys_or_with_too_many_lines_is_refused() -> None:
    assert "keys with their values" in problems_of(["accent"])[0]
    assert "3 lines" in problems_of({"footer": [{"de": "a", "en": "a"}] * 4})[0]


def test_a_file_that_is_no_yaml_and_a_key_given_twice_are_named_with_their_place(
    tmp_path: Path,
) -> None:
    (tmp_path / "branding.yaml").write_text("place: a\nplace: b\n", encoding="utf-8")
    (tmp_path / "rules.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError) as refused:
        read_profile(tmp_path)
    twice, encoding = (str(one) for one in refused.value.problems)
    assert twice.startswith("branding.yaml: line 2, column 1: ")
    assert encoding == "rules.yaml: save it in UTF-8"


def test_wrong_rules_are_named_beside_a_wrong_branding(tmp_path: Path) -> None:
    (tmp_path / "branding.yaml").write_text("accent: '#FFFFFF'\n", encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("retention: 3\n", encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        read_profile(tmp_path)
    assert {one.file for one in refused.value.problems} == {"branding.yaml", "rules.yaml"}


def test_a_folder_without_files_of_a_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"neither branding\.yaml nor rules\.yaml"):
        read_profile(tmp_path)


def test_a_logo_is_read_as_lines_and_curves_from_its_own_corner() -> None:
    logo = read_logo(SVG.encode())
    assert (logo.width, logo.height) == (40, 30)
    first, second = logo.shapes
    assert first == Shape(
        Colour("#112233"),
        (("M", (0, 0)), ("L", (20, 0)), ("L", (20, 10)), ("L", (0, 10)), ("Z", ())),
    )
    assert [name for name, _ in second.steps] == ["M", "C", "C", "C", "C", "L", "Z"]
    # The quadratic curve from (20, 30) by (30, 40) to (40, 30), raised to a cubic one.
    assert second.steps[1][1] == pytest.approx((16.6667, 16.6667, 23.3333, 16.6667, 30, 10))
    # Its mirror image.
    assert second.steps[2][1] == pytest.approx((36.6667, 3.3333, 43.3333, 3.3333, 50, 10))


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ("no xml", "no SVG file"),
        ("<svg/>", "no SVG file with a viewBox"),
        (SVG.replace('viewBox="10 20 40 30"', 'viewBox="0 0 0 9"'), "the viewBox is empty"),
        (SVG.replace("h20v10", "a1 1 0 0 0 1 1"), "turn arcs into curves"),
        (SVG.replace("h20v10", "h20v"), "numbers are missing"),
        (SVG.replace("h20v10", "h20?"), "cannot be read"),
        (SVG.replace("<g ", '<g transform="scale(2)" '), "has transform"),
        (SVG.replace("<title>Mark</title>", "<image/>"), "turn it into paths"),
        (SVG.replace("#AABBCC", "url(#a)"), "not a colour"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "no path"),
    ],
)
def test_a_logo_that_cannot_be_drawn_is_refused_with_what_is_wrong(
    content: str, remedy: str, tmp_path: Path
) -> None:
    (tmp_path / "logo.svg").write_text(content, encoding="utf-8")
    [problem] = problems_of({"logo": "logo.svg"}, tmp_path)
    assert problem.startswith("branding.yaml: logo: logo.svg: ")
    assert remedy in problem


def test_a_logo_is_drawn_as_shapes_and_no_picture_is_in_the_file() -> None:
    line = (("M", (0.0, 0.0)), ("L", (400.0, 50.0)), ("Z", ()))
    wide = Logo(400, 50, (Shape(Colour("#112233"), line),))
    neutral = render(paper(), BRANDING)
    for logo in (read_logo(SVG.encode()), wide):
        file = render(paper(), replace(BRANDING, logo=logo))
        assert b"/XObject" not in file
        assert file != neutral


def test_the_command_loads_a_profile_once_and_names_what_is_wrong_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATRIKEL_CERTIFICATES_DATABASE_URL", f"sqlite:///{tmp_path}/papers.db")
    assert CliRunner().invoke(app, ["migrate"]).exit_code == 0
    for word in ("changed", "unchanged"):
        result = CliRunner().invoke(app, ["profile", "load", str(PROFILE)])
        assert result.exit_code == 0, result.output
        assert f"branding: {word}" in result.output.splitlines()
    (tmp_path / "branding.yaml").write_text("accent: red\nfont: Serif\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["profile", "load", str(tmp_path)])
    assert result.exit_code == 1
    assert "branding.yaml: accent: a colour as" in result.output
    assert "nothing was loaded: 2 to correct" in result.output
