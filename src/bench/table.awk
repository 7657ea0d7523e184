# Lines `N ROUND STARTER STEP COUNT MICROSECONDS` to one Markdown table of ratios.
#
# A cell is time per container by time per container of the reference (ours; the best floor where
# ours was not measured) in the same round: median, and (least–greatest) over the rounds. 3 means
# that the reference is three times as fast.

function median(values, count,    i, j, swap) {
  for (i = 2; i <= count; i++)
    for (j = i; j > 1 && values[j - 1] > values[j]; j--) {
      swap = values[j]; values[j] = values[j - 1]; values[j - 1] = swap
    }
  return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}

function short(value) { return sprintf(value < 10 ? "%.2f" : "%.0f", value) }

function cell(n, step, starter,    round, count, ratios, middle) {
  for (round = 1; round <= rounds; round++)
    if (((n, round, starter, step) in each) && ((n, round, reference, step) in each))
      ratios[++count] = each[n, round, starter, step] / each[n, round, reference, step]
  if (!count) return "–"
  if (starter == reference) return "1"
  middle = median(ratios, count)
  return short(middle) " (" short(ratios[1]) "–" short(ratios[count]) ")"
}

function row(n, step, label,    line, i) {
  if (!(step in steps)) return
  line = "| " n " | " label " |"
  for (i = 1; i <= columns; i++) line = line " " cell(n, step, column[i]) " |"
  print line
}

# The work of a step alone: without a start of the JVM, which C does not have.
# Too little to be told from noise: no figure.
function without_jvm(n, round, step, name,    work) {
  if (!((n, round, "ours", "jvm") in each) || !((n, round, "ours", step) in each)) return
  work = each[n, round, "ours", step] - each[n, round, "ours", "jvm"]
  if (work > 0) each[n, round, "ours", name] = work
  if ((n, round, "best", step) in each) each[n, round, "best", name] = each[n, round, "best", step]
  steps[name]
}

BEGIN {
  columns = split(starters, column, " ")
  title["ours"] = "ours"; title["best"] = "floor, best"; title["naive"] = "floor, naive"
  title["crun"] = "crun loop"; title["runc"] = "runc loop"; title["podman"] = "podman kube play"
}

{
  each[$1, $2, $3, $4] = $6 / $5
  steps[$4]
  if (!($1 in seen)) { seen[$1]; sizes[++size_count] = $1 }
  if ($2 > rounds) rounds = $2
  if ($3 == "ours") reference = "ours"
}

END {
  if (!reference) reference = "best"
  header = "| N | step |"; rule = "|---|---|"
  for (i = 1; i <= columns; i++) { header = header " " title[column[i]] " |"; rule = rule "---|" }
  print header; print rule
  for (s = 1; s <= size_count; s++) {
    n = sizes[s]
    for (round = 1; round <= rounds; round++) {
      without_jvm(n, round, "start", "start-work")
      without_jvm(n, round, "reapply", "reapply-work")
    }
    row(n, "start", "start")
    row(n, "start-work", "start less JVM start")
    row(n, "first", "start, warm")
    row(n, "reapply", "re-apply, unchanged")
    row(n, "reapply-work", "re-apply less JVM start")
    row(n, "pass", "pass, warm")
    row(n, "delete", "delete")
  }
}
