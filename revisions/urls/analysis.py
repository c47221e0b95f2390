"""Analysis: the material, themes, findings, quotes; and the destruction of the raw material."""

from django.urls import URLPattern, path, re_path

from revisions.views import analysis, analysis_destruction, analysis_findings

_UUID = r"(?P<{}>[0-9a-f]{{8}}-(?:[0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}})"


def _one_of(kind: str, name: str, what: str) -> str:
    """An address that ends with one of the things that can be done."""
    return rf"^(?P<pk>[0-9]{{1,12}})/analys/{kind}/{_UUID.format(name)}/(?P<what>{what})/\Z"


urlpatterns: list[URLPattern] = [
    path("<int:pk>/analys/", analysis.analysis, name="analysis"),
    path("<int:pk>/analys/fraga/<uuid:thread>/", analysis.question, name="analysis_question"),
    path("<int:pk>/analys/intervju/<uuid:interview>/", analysis.interview, name="analysis_interview"),
    path("<int:pk>/analys/svar/<uuid:answer>/", analysis.answer, name="analysis_answer"),
    path("<int:pk>/analys/markering/<uuid:passage>/", analysis.passage, name="passage"),
    re_path(_one_of("markering", "passage", "galler|ta-bort"), analysis.passage_done, name="passage_done"),
    path("<int:pk>/analys/teman/", analysis.codes, name="analysis_codes"),
    path("<int:pk>/analys/teman/<int:code>/", analysis.code, name="analysis_code"),
    path("<int:pk>/analys/teman/<int:code>/ta-bort/", analysis.code_remove, name="analysis_code_remove"),
    path("<int:pk>/analys/jamfor/", analysis.compare, name="analysis_compare"),
    path("<int:pk>/analys/jamfor/<uuid:interview>/", analysis.compare, name="analysis_compare_one"),
    path("<int:pk>/analys/sok/", analysis.search, name="analysis_search"),
    path("<int:pk>/analys/siffror/", analysis.counts, name="analysis_counts"),
    path("<int:pk>/analys/resultat/", analysis_findings.findings, name="findings"),
    path("<int:pk>/analys/resultat/nytt/", analysis_findings.finding_new, name="finding_new"),
    path("<int:pk>/analys/resultat/<uuid:finding>/", analysis_findings.finding, name="finding"),
    path(
        "<int:pk>/analys/resultat/<uuid:finding>/andra/", analysis_findings.finding_edit, name="finding_edit"
    ),
    path(
        "<int:pk>/analys/resultat/<uuid:finding>/forslag/",
        analysis_findings.finding_proposal,
        name="finding_proposal",
    ),
    re_path(
        _one_of("resultat", "finding", "upp|ned|ta-bort"), analysis_findings.finding_done, name="finding_done"
    ),
    path(
        "<int:pk>/analys/resultat/<uuid:finding>/citera/<uuid:passage>/",
        analysis_findings.quote_choose,
        name="quote_choose",
    ),
    path("<int:pk>/analys/citat/<uuid:quote>/", analysis_findings.quote, name="quote"),
    re_path(
        _one_of("citat", "quote", "godkann|avsta|ta-bort"), analysis_findings.quote_done, name="quote_done"
    ),
    path("<int:pk>/ramaterial/", analysis_destruction.destruction, name="destruction"),
    path("<int:pk>/ramaterial/angra/", analysis_destruction.take_back, name="destruction_take_back"),
]
