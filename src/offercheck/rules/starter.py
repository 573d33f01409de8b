"""The text of a rule file to start from. As it stands it judges exactly as the default rules do."""

STARTER = """\
# yaml-language-server: $schema=rules.schema.json
# The line above gives completion and checking in an editor, once you have made that file:
#     offercheck schema rules > rules.schema.json
#
# Your own rules. They start from the default ones; write here only what you want otherwise, then:
#     offercheck rules check THIS-FILE          finds mistakes, and rules that can never fire
#     offercheck rules show --rules THIS-FILE   prints all rules in force and where each comes from
#     offercheck evaluate OFFER --rules THIS-FILE
# `offercheck rules list` and `offercheck rules explain ID` show what there is to change, and
# `offercheck facts` what a rule can look at.

version: 1
extends: default

# Change a figure that facts are worked out with. Yours, where the default only assumes:
#
# assumptions:
#   take_home_share: 70%

# Let a dimension weigh more or less in the overall score:
#
# dimensions:
#   turnover: {weight: 40}

# Change how a fact is scored, or how much it weighs within its dimension:
#
# scores:
#   posting: {weight: 0.5}

# Change a threshold, turn a rule off, or add one of your own:
#
# rules:
#   posting-age:
#     when: {turnover.posting_age_days: {at_least: 90}}
#   few-shared-skills: off
#   too-far:
#     dimension: terms
#     severity: red_flag            # dealbreaker | red_flag | caution | strength
#     when: {terms.commute_minutes: {at_least: 45}}
#     says: "The way to work takes {terms.commute_minutes} each way."
#     do: "Ask for two days a week at home."
#     why: "I have done it before and left over it."
#     source: "my own experience"

# Add a row to the verdict table. Rows written here are tried before the default ones:
#
# verdicts:
#   - id: never-without-a-raise
#     verdict: negotiate
#     when: {pay.change_vs_current: {below: 5%}, count.dealbreaker: 0, count.fixed_red_flag: 0}
#     says: "I do not move for less than 5% more."
"""
