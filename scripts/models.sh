#!/usr/bin/env bash
# Trains the six models that ship with the program and prints what they reach on messages kept from them.
#   bash scripts/models.sh DATA        DATA holds teddy7/train.tsv and topic_gold/dev_gold.tsv (public letters, not part of this repository)
# Our own messages (src/StationBot.Understanding/Corpus) teach flags, intents and types; topics learn from the public letters as well.
# What residents answered to 解决了吗 (Corpus/Outcomes) teaches its own model, and the one that reads brief messages what is no danger.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

data="${1:?DATA folder, see the head of this script}"
corpus=("$repo"/src/StationBot.Understanding/Corpus/*.tsv)
models="$repo/src/StationBot.Understanding/Models"
for file in "$data/teddy7/train.tsv" "$data/topic_gold/dev_gold.tsv"; do
  [[ -r "$file" ]] || die "找不到 $file。 $file cannot be read."
done
build_program
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
stationbot() { dotnet "$program" "$@"; }

# A message without a type is about no matter: it teaches flags and intents only.
awk -F'\t' 'NR == 1 || (FNR > 1 && $3 != "-")' "${corpus[@]}" >"$work/types.tsv"

# The letters' topics are silver (by rule from the organiser's label). Ours: the topic of the type, but not where the guideline of the letters
# and the competence matrix disagree (lifts, family quarrels, low income, fraud on the old: "other" there, "elderly" here).
awk -F'\t' -v OFS='\t' '
  BEGIN { split("EDU education HLT healthcare ELD elderly EMP employment ENV environment OTH other", t, " "); for (i = 1; i < 12; i += 2) topic[t[i]] = t[i + 1] }
  NR == 1 { print "title", "body", "topic", "group"; next }
  $3 !~ /^ELD-(06|07|09|10|11|13)$/ { print "", $4, topic[substr($3, 1, 3)], $5 }' "$work/types.tsv" >"$work/chat-topics.tsv"
awk -F'\t' -v OFS='\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "title", "body", "topic", "group"; next }
  $at["in_gold"] == 1 { next }
  {
    title = $at["title"]; topic = $at["topic6_silver"]; if (topic == "elderly_care") topic = "elderly"
    # The guideline: pension insurance is elderly care, unless it is about what an employer owes.
    if (topic == "employment" && title ~ /养老|退休|社保|社会保险|失地|参保|断缴|补缴|续保/ && title !~ /工伤|失业|生育|医保|医疗/ \
        && title !~ /(公司|单位|企业|厂|老板|校|医院|局).*(不|未|没|拒|拖欠|少|漏|停|强制|要求)[^。]{0,5}(缴|交|买|办|给|购)/) topic = "elderly"
    print title, $at["body"], topic, $at["group"]
  }' "$data/teddy7/train.tsv" >"$work/letter-topics.tsv"
sed '1s/\telderly_care/\telderly/; s/\telderly_care/\telderly/g' "$data/topic_gold/dev_gold.tsv" >"$work/gold.tsv"

# An answer to 解决了吗 has no flag, but for the few that flagged.tsv names; with ? there it says too little either way and is left out.
outcomes="$repo/src/StationBot.Understanding/Corpus/Outcomes"
awk -F'\t' -v OFS='\t' '
  FNR == 1 { file++; if (file == 1) print "flags", "text", "group"; next }
  file == 1 { flags[$2] = $1; next }
  flags[$3] != "?" { print (flags[$3] == "" ? "-" : flags[$3]), $3, $4 }' "$outcomes/flagged.tsv" "$outcomes/outcomes.tsv" >"$work/answers.tsv"

stationbot train --in "${corpus[@]}" --text text --label flags --many --group group --longest 3 --out "$models/flags.model"
stationbot train --in "${corpus[@]}" "$work/answers.tsv" --text text --label flags --many --group group --out "$models/brief.model"
stationbot train --in "${corpus[@]}" --text text --label intent --group group --longest 3 --out "$models/intents.model"
stationbot train --in "$work/types.tsv" --text text --label type --group group --out "$models/types.model"
stationbot train --in "$work/letter-topics.tsv" "$work/chat-topics.tsv" --text title,body --label topic --group group --least 4 --out "$models/topics.model"

say 'topics.model alone, on dev_gold:'
stationbot evaluate --model "$models/topics.model" --in "$work/gold.tsv" --text title,body --label topic --alt topic_alt
stationbot train --in "$outcomes/outcomes.tsv" --text text --label label --group group --longest 3 --least 1 --out "$models/outcomes.model"
rm -f "$artifacts/.built" # the program has to take the new models along
build_program
say 'The sorter with all models, on dev_gold:'
stationbot evaluate sort --in "$work/gold.tsv" --alt topic_alt
