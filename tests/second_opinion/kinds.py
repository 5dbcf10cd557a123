"""The kinds of disposal and what each can do: the table of outcomes, typed in again.

entry     can be a child's first entry
index     opens a follow-up: on the day it was imposed, or "release" on the day of release
proves    proves the offences it deals with
rank      how serious, 1 the most, where the table ranks it; needed only where two fall on one day. A hospital
          order has no place in that ranking: here it stands between custody and community orders. Other informal
          action and triage come last.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    tier: str
    entry: bool
    index: str
    proves: bool
    rank: int


TABLE = """
kind                              tier        entry index    proves rank
community_resolution_police       diversion   no    no       no     10
community_resolution_other_agency diversion   no    no       no     10
community_resolution_yjs          diversion   no    no       no     10
other_informal_action             diversion   no    no       no     12
youth_restorative_disposal        diversion   no    no       no     10
outcome_20                        diversion   no    no       no     11
outcome_21                        diversion   no    no       no     11
outcome_22                        diversion   no    no       no     9
outcome_22_deferred               diversion   no    no       no     8
outcome_23                        diversion   no    no       no     8
triage                            diversion   no    no       no     12
youth_caution                     pre-court   yes   imposed  yes    7
youth_conditional_caution         pre-court   yes   imposed  yes    6
reprimand                         pre-court   yes   imposed  yes    7
final_warning                     pre-court   yes   imposed  yes    6
absolute_discharge                first-tier  yes   imposed  yes    5
conditional_discharge             first-tier  yes   imposed  yes    5
bind_over                         first-tier  no    no       no     5
fine                              first-tier  yes   imposed  yes    5
compensation_order                first-tier  yes   imposed  yes    5
reparation_order                  first-tier  yes   imposed  yes    5
sentence_deferred                 first-tier  no    no       no     5
referral_order                    first-tier  yes   imposed  yes    4
youth_rehabilitation_order        community   yes   imposed  yes    3
youth_rehabilitation_order_iss    community   yes   imposed  yes    3
detention_and_training_order      custody     yes   release  yes    1
section_250                       custody     yes   release  yes    1
section_254                       custody     yes   release  yes    1
section_259                       custody     yes   release  yes    1
section_258                       custody     yes   release  yes    1
section_252a                      custody     yes   release  yes    1
section_90_92                     custody     yes   release  yes    1
section_226                       custody     yes   release  yes    1
section_226b                      custody     yes   release  yes    1
no_further_action                 other       no    no       no     -
hospital_order                    other       yes   no       yes    2
dismissed                         other       no    no       no     -
youth_diversion_order             other       no    no       no     -
"""

UNRANKED = 99


def read_kinds() -> dict[str, Kind]:
    kinds = {}
    for line in TABLE.strip().splitlines()[1:]:
        kind, tier, entry, index, proves, rank = line.split()
        ranked = UNRANKED if rank == "-" else int(rank)
        kinds[kind] = Kind(tier, entry == "yes", index, proves == "yes", ranked)
    return kinds


KINDS = read_kinds()

# The kinds of intervention, the most serious first.
INTERVENTION_KINDS = ["statutory", "bail_support", "out_of_court", "diversion", "turnaround", "prevention"]
