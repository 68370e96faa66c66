// Reads the store after the crash test and holds it against what the residents were told.

/**
 * @param query runs SQL on the stopped server's SQLite file and gives rows
 * @param residents with .messages: key → { text, replies } of every acknowledged message; keys are unique over all residents
 * @returns what is wrong, a sentence each; empty when all is well
 */
export function examine(query, residents) {
  const problems = [];
  const told = new Map(residents.flatMap((resident) => [...resident.messages].map(([key, message]) => [resident.inboxKey(key), message])));

  const [{ integrity_check: integrity }] = query('PRAGMA integrity_check');
  if (integrity !== 'ok') problems.push(`the database is damaged: ${integrity}`);
  for (const row of query('PRAGMA foreign_key_check')) problems.push(`a row of ${row.table} points at nothing`);

  const turns = query(`SELECT hex(ConversationId) AS conversation, Sequence AS sequence, Direction AS direction, InboxKey AS inboxKey,
      AnswersKey AS answersKey, Type AS type, Text AS text FROM turns ORDER BY ConversationId, Sequence`);
  const messages = turns.filter((turn) => turn.type === 'message');
  const inbound = groupBy(messages.filter((turn) => turn.direction === 'In'), (turn) => turn.inboxKey);
  const answers = groupBy(messages.filter((turn) => turn.direction === 'Out'), (turn) => turn.answersKey);

  for (const [key, { text, replies }] of told) {
    const rows = inbound.get(key) ?? [];
    if (rows.length !== 1) problems.push(`${key} was acknowledged and is in the store ${rows.length} times`);
    else if (rows[0].text !== text) problems.push(`${key} says ${JSON.stringify(rows[0].text)} in the store, ${JSON.stringify(text)} was sent`);
    const stored = (answers.get(key) ?? []).map((turn) => turn.text);
    if (stored.join('\n') !== replies.join('\n')) problems.push(`${key} was answered ${JSON.stringify(replies)}, the store has ${JSON.stringify(stored)}`);
  }
  for (const key of inbound.keys()) if (!told.has(key)) problems.push(`${key} is in the store and was never acknowledged`);

  for (const [conversation, rows] of groupBy(turns, (turn) => turn.conversation)) {
    const gap = rows.findIndex((turn, i) => turn.sequence !== i + 1);
    if (gap >= 0) problems.push(`the log of conversation ${conversation} breaks at position ${gap + 1}`);
  }
  for (const row of query(`SELECT hex(c.Id) AS conversation, c.LastSequence AS last, coalesce(max(t.Sequence), 0) AS newest
      FROM conversations c LEFT JOIN turns t ON t.ConversationId = c.Id GROUP BY c.Id HAVING last <> newest`)) {
    problems.push(`conversation ${row.conversation} thinks it is at ${row.last}, its log ends at ${row.newest}`);
  }

  // A number that a resident was told exists, and none exists that nobody was told.
  const numbers = new Set(query('SELECT Number AS number FROM cases WHERE Number IS NOT NULL').map((row) => row.number));
  const everything = [...told.values()].flatMap((message) => message.replies).join('\n');
  for (const number of numbers) if (!everything.includes(number)) problems.push(`case ${number} was opened and nobody was told`);
  const shape = [...numbers][0]?.replace(/[0-9]+/g, '[0-9]+');
  for (const said of new Set(shape ? everything.match(new RegExp(shape, 'g')) : [])) {
    if (!numbers.has(said)) problems.push(`a resident was told of case ${said}, which does not exist`);
  }
  for (const row of query('SELECT count(*) AS events, max(Number) AS newest FROM case_events GROUP BY CaseId HAVING events <> newest')) {
    problems.push(`a case has ${row.events} events, the newest is number ${row.newest}`);
  }
  console.log(`${turns.length} lines in ${new Set(turns.map((t) => t.conversation)).size} conversations, ${numbers.size} cases examined`);
  if (numbers.size === 0) problems.push('no case was opened at all: the run proves little');
  return problems;
}

// Map.groupBy came with Node 21.
function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return groups;
}
