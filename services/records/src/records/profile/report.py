"""What loading a profile did, for the person at the command line."""

from records.app.profile_loading import ProfileLoaded


def lines_of(loaded: ProfileLoaded) -> list[str]:
    """One line for each table, and one for each code that did not stay as it was."""
    lines = []
    for table in loaded.tables:
        lines.append(
            f"{table.table.replace('_', ' ')}: {len(table.created)} created,"
            f" {len(table.changed)} changed, {len(table.unchanged)} unchanged"
        )
        for word, codes in (
            ("created", table.created),
            ("changed", table.changed),
            ("removed", table.removed),
            ("no longer in the profile, kept", table.kept),
        ):
            # The one university has no code of its own.
            if codes and table.table != "university":
                lines.append(f"  {word}: {', '.join(codes)}")
    if loaded.enrolments_changed:
        lines.append(
            f"enrolments: {loaded.enrolments_changed} told anew because their programme changed"
        )
    return lines
