-- wrk script: residents who talk to a bot over POST /api/messages with expectReplies.
-- Many conversations are open at once and each waits for its answer before it goes on, as people do. What comes next is
-- read from the bot's own question; a bot that asks nothing (the echo bot) gets the usual order.
-- Arguments after "--": the file of first messages, and a word that makes this run's ids unique.

local OPEN = 400 -- conversations that take turns, so that no resident writes many times in a second
local LONGEST = 9

local usual = { "希望尽快派人来处理", "上周开始的，现在还这样", "不留", "对", "我那件事怎么样了" }
local answers = {
  { "您希望怎么解决", "希望尽快派人来处理" },
  { "在哪个小区、村或路段", "书香里小区东门" },
  { "您说的是哪一处", "书香里小区" },
  { "什么时候开始的", "上周开始的，现在还这样" },
  { "大概有多少人", "大概二十多户" },
  { "请问是哪家单位", "物业公司" },
  { "以前是在哪里反映的", "没有编号" },
  { "方便留个电话", "不留" },
  { "对吗", "对" },
  { "随时问我进展", "我那件事怎么样了" },
}

-- In wrk's main state: one entry a thread, read in done().
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  firsts = {}
  for line in io.lines(args[1]) do firsts[#firsts + 1] = line end
  run = args[2]
  ready, first, last = {}, 1, 0 -- a queue of conversations that may speak
  talks, open, sent, cases, finished = {}, 0, 0, 0, 0
end

local function begin()
  local n = #talks + 1
  talks[n] = { id = string.format("%s-%d-%d", run, number, n), turns = 0, text = firsts[(n - 1) % #firsts + 1] }
  open = open + 1
  return n
end

function request()
  local n
  if open < OPEN or first > last then
    n = begin()
  else
    n, ready[first] = ready[first], nil
    first = first + 1
  end
  local talk = talks[n]
  sent = sent + 1
  local body = string.format(
    '{"type":"message","id":"%s-m%d","timestamp":"2026-11-23T02:00:00.000Z","channelId":"test","serviceUrl":"http://127.0.0.1:9/",'
      .. '"from":{"id":"u-%s","name":"居民","role":"user"},"recipient":{"id":"bot","name":"StationBot"},'
      .. '"conversation":{"id":"%s"},"locale":"zh-CN","textFormat":"plain","text":"%s","deliveryMode":"expectReplies"}',
    talk.id, talk.turns + 1, talk.id, talk.id, talk.text)
  return wrk.format("POST", "/api/messages", { ["Content-Type"] = "application/json" }, body)
end

function response(status, _, body)
  local name = string.match(body, '"conversation":{"id":"([^"]+)"')
  local n = name and tonumber(string.match(name, "(%d+)$"))
  local talk = n and talks[n]
  if status ~= 200 or not talk or talk.id ~= name then
    open = open - 1 -- counted as an error by wrk or by what is missing in the totals
    return
  end
  talk.turns = talk.turns + 1
  local answer = usual[talk.turns]
  for _, pair in ipairs(answers) do
    -- The last question wins over a notice that stands before it.
    if string.find(body, pair[1], 1, true) then answer = pair[2] end
  end
  if not talk.case and string.find(body, "已记录.-编号") then
    talk.case = true
    cases = cases + 1
  elseif talk.case or not answer or talk.turns >= LONGEST then
    talks[n] = false
    open, finished = open - 1, finished + 1
    return
  end
  talk.text = answer
  last = last + 1
  ready[last] = n
end

function done(summary, latency)
  local cases, finished = 0, 0
  for _, thread in ipairs(threads) do
    cases = cases + (thread:get("cases") or 0)
    finished = finished + (thread:get("finished") or 0)
  end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"turnsPerSecond":%.0f,"p50ms":%.2f,"p99ms":%.2f,"maxms":%.2f,"turns":%d,"conversations":%d,"casesOpened":%d,"non2xx":%d,"socketErrors":%d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.requests, finished, cases, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
