"""Scripts that import one another are named by their content, all the way."""

import re
from pathlib import Path

from django.conf import settings

from inflytande.static_files import HashedStaticFiles

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"


def _names(folder: Path, two: str) -> tuple[str, str, str]:
    (folder / "js").mkdir(parents=True, exist_ok=True)
    (folder / "js" / "one.js").write_text('import { two } from "./two.js";\nawait import("./two.js");\n')
    (folder / "js" / "two.js").write_text(two)
    storage = HashedStaticFiles(location=str(folder), base_url="/static/")
    list(storage.post_process({f"js/{name}.js": (storage, f"js/{name}.js") for name in ("one", "two")}))
    one, other = storage.stored_name("js/one.js"), storage.stored_name("js/two.js")
    return one, other, (folder / one).read_text()


def test_a_changed_module_gives_its_importer_a_new_name(tmp_path: Path) -> None:
    one, two, text = _names(tmp_path / "before", "export const two = 2;\n")
    new_one, new_two, _ = _names(tmp_path / "after", "export const two = 3;\n")

    assert text.count(f"./{Path(two).name}") == 2
    assert one != new_one
    assert two != new_two


def test_every_module_that_a_script_imports_is_there() -> None:
    imports = [
        (script, name)
        for script in SCRIPTS.rglob("*.js")
        for name in re.findall(r'(?:from|import\()\s*"(\./[^"]+)"', script.read_text("utf-8"))
    ]

    assert imports
    assert [
        f"{script.name}: {name}" for script, name in imports if not (script.parent / name).is_file()
    ] == []
