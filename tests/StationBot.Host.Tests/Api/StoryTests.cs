using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>A case's way through the loop, each step by the one who takes it, over HTTP.</summary>
public sealed class StoryTests(OneStation house) : IClassFixture<OneStation>
{
    private const string First = "路灯线路已经查明是电缆进水,施工队本周进场更换电缆,更换期间先装临时照明,保证夜间安全。";
    private const string Second = "电缆已经订货,十二月十日前完成更换;临时照明今晚已经装好,请居民放心,换好后我们再上门回访。";

    [Fact]
    public async Task From_assignment_to_feedback_with_an_extension_a_visit_a_promise_and_a_reply_that_was_sent_back()
    {
        var station = house.Station;
        var one = await station.CaseAsync();
        var (staff, urban, office) = (await station.AsAsync(TokenRole.Staff), await station.AsAsync(TokenRole.Department, "urban"), await station.AsAsync(TokenRole.Office));
        var resident = await station.AsAsync(TokenRole.Resident, one.ResidentId.ToString());

        await Step(staff, "assign", new { data = new { liaison = "李工" } }, CaseStatus.Assigned);
        await Step(urban, "acknowledge", new { data = new { handler = "李工" } }, CaseStatus.InProgress);
        await Step(urban, "progress", new { data = new { kind = "Plan", text = "先查线路,再换电缆" } }, CaseStatus.InProgress);
        station.Clock.AdjustTime(station.Clock.GetUtcNow().AddDays(1));
        await Step(urban, "progress", new { data = new { kind = "Contact", text = "已经电话联系居民" } }, CaseStatus.InProgress);
        await Step(urban, "request-extension", new { data = new { newDate = "2026-12-04" }, reason = "电缆要订货" }, CaseStatus.InProgress);
        var extended = await Step(office, "approve-extension", new { data = new { told = true } }, CaseStatus.InProgress);
        await Step(urban, "consult", new { data = new { mode = "InPerson", on = "2026-11-24", outcome = "居民同意先装临时照明" } }, CaseStatus.InProgress);
        await Step(urban, "reply", new { data = new { text = First, @class = "InProgress", commitments = new[] { new { text = "更换电缆", dueOn = "2026-12-10" } } } }, CaseStatus.Replied);
        var early = await resident.AskAsync($"/cases/{one.Number}");
        await Step(staff, "reject-reply", new { data = new { missing = "没有说哪天换好" } }, CaseStatus.InProgress);
        await Step(urban, "reply", new { data = new { text = Second, @class = "InProgress", commitments = new[] { new { text = "十二月十日前更换电缆", dueOn = "2026-12-10" } } } }, CaseStatus.Replied);
        await Step(staff, "feedback", new { data = new { message = "城管局说:临时照明已经装好,十二月十日前换好电缆。" } }, CaseStatus.CommitmentTracking);

        var end = await resident.AskAsync($"/cases/{one.Number}");
        var log = await staff.AskAsync($"/cases/{one.Number}/events");
        var promises = await urban.AskAsync("/commitments?dueBefore=2026-12-11&lead=urban");
        Assert.Equal("2026-12-04", extended.Body!["dueOn"]!.ToString());
        Assert.Null(early.Body!["replyText"]);
        Assert.Equal((Second, "先查线路,再换电缆"), (end.Body!["replyText"]!.ToString(), end.Body["plan"]!.ToString()));
        Assert.Equal(
            ["T01", "T03", "T11", "T12", "T16", "T16", "T17", "T17", "", "T18", "T19", "T18", "T20", "T24"],
            log.Body!.AsArray().Select(e => e!["transition"]!.ToString()));
        Assert.EndsWith("+08:00", log.Body[2]!["at"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, promises.Body!["items"]!.AsArray().Count(p => p!["caseNo"]!.ToString() == one.Number!.Value.Value));
        // The desk hears of other tests' cases too: they share one station.
        var told = await urban.AskAsync("/notices");
        Assert.Equal(["ApproveExtension", "Assign", "RejectReply"], told.Body!["items"]!.AsArray().Where(n => n!["caseNo"]!.ToString() == one.Number!.Value.Value).Select(n => n!["kind"]!.ToString()).Order(StringComparer.Ordinal));

        async Task<Got> Step(HttpClient by, string action, object body, CaseStatus to)
        {
            var got = await by.StepAsync(one, action, body);
            Assert.True(got.Status == 200, $"{action}: {got.Status} {got.Body}");
            Assert.Equal((to.ToString(), $"\"{got.Body!["version"]}\""), (got.Body["status"]!.ToString(), got.Tag));
            return got;
        }
    }

    [Fact]
    public async Task A_case_is_merged_into_another_and_split_into_two_and_both_cases_say_so()
    {
        var station = house.Station;
        var (main, same) = (await station.CaseAsync(), await station.CaseAsync(resident: "邻居"));
        var staff = await station.AsAsync(TokenRole.Staff);

        var merged = await staff.StepAsync(same, "merge", new { data = new { main = main.Number.ToString(), similarity = 0.9, sameMatter = true, samePlace = true } }, key: "merge");
        var again = await staff.StepAsync(same, "merge", new { data = new { main = main.Number.ToString(), similarity = 0.9, sameMatter = true, samePlace = true } }, key: "merge");
        var split = await staff.StepAsync(main, "split", new { data = new { independent = true, parts = new[] { new { text = "路面也坏了" } } } });
        var log = await staff.AskAsync($"/cases/{main.Number}/events");
        var deputy = await (await station.AsAsync(TokenRole.Deputy, "D01")).AskAsync($"/cases/{main.Number}/events");

        Assert.Equal((200, "Merged", true), (merged.Status, merged.Body!["status"]!.ToString(), again.Replayed));
        Assert.True(split.Status == 200, split.Body!.ToString());
        Assert.Equal(["Confirm", "Sort", "TakeIn", "Split"], log.Body!.AsArray().Select(e => e!["action"]!.ToString()));
        var child = log.Body[3]!["data"]!["children"]![0]!.ToString();
        Assert.Equal("InTriage", (await staff.AskAsync($"/cases/{child}")).Body!["status"]!.ToString());
        Assert.All(deputy.Body!.AsArray(), e => Assert.True(e!["action"]!.ToString() == "Sort" || e["data"] is null));
    }

    [Fact]
    public async Task What_can_be_done_now_is_told_to_each_caller_with_what_it_needs_and_what_stands_against_it()
    {
        var station = house.Station;
        var one = await station.InProgressAsync(co: ["env"]);
        var (staff, lead, co, auditor) = (await station.AsAsync(TokenRole.Staff), await station.AsAsync(TokenRole.Department, "urban"), await station.AsAsync(TokenRole.Department, "env"), await station.AsAsync(TokenRole.Auditor));

        var mine = (await lead.AskAsync($"/cases/{one.Number}/steps")).Body!.AsArray();
        var theirs = (await co.AskAsync($"/cases/{one.Number}/steps")).Body!.AsArray();
        var stations = (await staff.AskAsync($"/cases/{one.Number}/steps")).Body!.AsArray();

        var reply = mine.Single(s => s!["action"]!.ToString() == "Reply")!;
        Assert.Equal(("T18", "Replied", $"/api/v1/cases/{one.Number}/reply"), (reply["transition"]!.ToString(), reply["to"]!.ToString(), reply["path"]!.ToString()));
        Assert.Equal(["text", "class"], reply["needs"]!.AsArray().Select(n => n!.ToString()));
        Assert.Equal("case.guard.co_opinions", reply["blocked"]!["code"]!.ToString());
        Assert.Equal(["GiveCoOpinion"], theirs.Select(s => s!["action"]!.ToString()));
        Assert.DoesNotContain(mine, s => s!["action"]!.ToString() is "GiveCoOpinion" or "Assign");
        Assert.DoesNotContain(stations, s => s!["action"]!.ToString() is "TakeIn" or "Reply");
        Assert.Empty((await auditor.AskAsync($"/cases/{one.Number}/steps")).Body!.AsArray());
    }
}
