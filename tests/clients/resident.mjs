// A resident who answers what the bot asks, so that the checks hold whatever is asked first.

export const COMPLAINT = '书香里小区门口的垃圾站三天没人清运了,气味很大';
export const CASE_NO = /编号\s*([A-Za-z0-9-]{4,})/;

const answers = [
  [/对吗/, '对'],
  [/电话吗|留个电话/, '不留了'],
  [/怎么解决/, '请尽快派人清运'],
  [/哪个小区|哪一处|路段/, '书香里小区东门'],
  [/什么时候/, '三天前开始的,现在还没清'],
  [/多少人/, '我们小区好几百户'],
  [/哪家单位/, '不清楚是哪家']
];

/** The answer to a message of the bot; null when it asks for nothing. */
export const answerTo = text => answers.find(([question]) => question.test(text))?.[1] ?? null;

/**
 * Leads a complaint to its case number.
 * @param say sends one message and gives the texts that answer it
 * @returns every text that the bot said
 */
export async function complain(say) {
  const heard = [];
  let next = COMPLAINT;
  for (let turn = 0; turn < 8 && next; turn += 1) {
    const replies = await say(next);
    heard.push(...replies);
    if (replies.some(text => CASE_NO.test(text))) {
      return heard;
    }
    next = answerTo(replies.join('\n'));
  }
  return heard;
}
