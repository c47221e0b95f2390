"""Every write to surveys.

The contract for other rooms:

* ``writing``: ``create_survey(SurveyFacts(...), actor=, owner_room=, owner_id=)``, ``add_question(survey,
  QuestionFacts(...), actor=)``.
* ``flow``: ``open_survey``, ``pause_survey``, ``close_survey``, ``plan_opening``; ``judge_quarantine``.
* ``effects``: ``open_effect_survey(owner_room, owner_id, question, actor=)`` and, to read, ``effect_state``.
* ``answering``: what respondents do. ``paper``: what is typed in for them.
* ``retention``: ``destroy_answers(survey, actor=)``.

To read results: ``surveys.queries.results.results_for(survey, user)``. Small groups: ``surveys.withholding``.
"""
