using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Host.Tests.Api;

/// <summary>What bad input gets: a status, a stable code, a Chinese sentence, the field; nothing changed, and a row of the refused steps.</summary>
public sealed class RefusalTests(OneStation house) : IClassFixture<OneStation>
{
    private readonly ApiStation _station = house.Station;

    [Theory]
    [InlineData("feedback", """{"data":{"message":"好"}}""", 409, "case.illegal_step", null)]
    [InlineData("reply", """{"data":{"text":"好"}}""", 403, "case.wrong_role", null)]
    [InlineData("assign", """{"data":{}}""", 400, "case.missing_data", "liaison")]
    [InlineData("assign", """{"data":{"liaison":"。。"}}""", 400, "case.missing_data", "liaison")]
    [InlineData("assign", "", 400, "case.missing_data", "liaison")]
    [InlineData("assign", """{"data":{"liaison":"李工","deadline":"2026-11-01"}}""", 409, "case.guard.deadline_ahead", null)]
    [InlineData("assign", """{"data":{"liaison":"李工","lead":"nobody"}}""", 409, "case.guard.known_units", null)]
    [InlineData("assign", """{"data":{"liaison":"李工","deadline":"下周"}}""", 400, "request.bad_value", "deadline")]
    [InlineData("whistle", """{"data":{"units":["housing"],"meetAt":"2026-12-23T09:00:00"}}""", 400, "request.bad_value", "meetAt")]
    [InlineData("assign", """{"data":{"liaison":"李\u0000工"}}""", 400, "request.bad_value", "liaison")]
    [InlineData("assign", """{"data":{"liaison":"李工"},"reason":"\u0000"}""", 400, "request.bad_value", "reason")]
    [InlineData("whistle", """{"data":{"units":["housing"],"meetAt":"2026-12-23"}}""", 400, "request.bad_value", "meetAt")]
    [InlineData("assign", """{"data":{"liaison":7}}""", 400, "request.bad_value", "liaison")]
    [InlineData("assign", """{"data":{"priority":"true"}}""", 400, "request.bad_value", "priority")]
    [InlineData("assign", """{"data":{"laison":"李工"}}""", 400, "request.unknown_field", "laison")]
    [InlineData("assign", """{"data":"李工"}""", 400, "request.bad_value", "data")]
    [InlineData("assign", """{"date":{}}""", 400, "request.unknown_field", "date")]
    [InlineData("assign", """{"reason":5}""", 400, "request.bad_value", "reason")]
    [InlineData("assign", """{"data":{"liaison":"甲","liaison":"乙"}}""", 400, "request.bad_json", null)]
    [InlineData("assign", "{", 400, "request.bad_json", null)]
    [InlineData("assign", "[]", 400, "request.bad_json", null)]
    [InlineData("pull-back", """{"data":{}}""", 400, "case.missing_data", "reason")]
    [InlineData("acknowledge", """{"data":{"handler":"李工"}}""", 403, "case.wrong_role", null)]
    [InlineData("nudge", """{"data":{"kind":"Sometimes"}}""", 400, "request.bad_value", "kind")]
    [InlineData("nudge", """{"data":{"kind":1}}""", 400, "request.bad_value", "kind")]
    public async Task A_step_that_cannot_be_taken_says_why_and_changes_nothing(string action, string body, int status, string code, string? field)
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);

        var got = await staff.StepAsync(one, action, body);

        Assert.Equal((status, code, field), (got.Status, got.Code, got.Field));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{3}", got.Detail);
        Assert.Equal([code], await _station.RefusedAsync(one));
        Assert.Equal(2, await _station.EventsAsync(one));
    }

    [Fact]
    public async Task The_place_of_a_wrong_value_in_a_list_is_named()
    {
        var one = await _station.InProgressAsync();
        var urban = await _station.AsAsync(TokenRole.Department, "urban");

        var wrong = await urban.StepAsync(one, "reply", """{"data":{"text":"x","class":"InProgress","commitments":[{"text":"换电缆","dueOn":"2026-12-10"},{"text":"回访","dueOn":"2026-13-40"}]}}""");
        var unknown = await urban.StepAsync(one, "reply", """{"data":{"text":"x","class":"InProgress","commitments":[{"text":"换电缆","due":"2026-12-10"}]}}""");

        Assert.Equal((400, "commitments[1].dueOn"), (wrong.Status, wrong.Field));
        Assert.Equal((400, "commitments[0].due"), (unknown.Status, unknown.Field));
    }

    [Fact]
    public async Task A_reply_with_somebody_elses_number_is_refused()
    {
        var one = await _station.InProgressAsync();
        var urban = await _station.AsAsync(TokenRole.Department, "urban");

        var got = await urban.StepAsync(one, "reply", new { data = new { text = "路灯已经修好,有问题请打维修班长电话13911112222,二十四小时有人接听。", @class = "Solved", evidence = new[] { "photo" } } });

        Assert.Equal((409, "case.guard.foreign_data"), (got.Status, got.Code));
    }

    [Fact]
    public async Task What_was_asked_for_goes_on_by_the_api_alone()
    {
        var one = await _station.CaseAsync();
        var (staff, resident) = (await _station.AsAsync(TokenRole.Staff), await _station.AsAsync(TokenRole.Resident, one.ResidentId.ToString()));
        Assert.Equal(200, (await staff.StepAsync(one, "ask-for-more", new { data = new { slots = new[] { "place" } } })).Status);

        var got = await resident.StepAsync(one, "supplement", new { reason = "三号楼东头" });

        Assert.Equal((200, "ReadyToAssign", "Supplement"), (got.Status, got.Body!["status"]!.ToString(), got.Body["event"]!["action"]!.ToString()));
        Assert.Equal(200, (await staff.StepAsync(one, "assign", new { data = new { liaison = "李工" } })).Status);
    }

    [Fact]
    public async Task A_verdict_before_there_is_an_answer_is_refused()
    {
        var one = await _station.InProgressAsync();
        var resident = await _station.AsAsync(TokenRole.Resident, one.ResidentId.ToString());

        var got = await resident.StepAsync(one, "supplement", new { data = new { dissatisfied = true }, reason = "不满意" });

        Assert.Equal((409, "case.guard.verdict_time"), (got.Status, got.Code));
        Assert.Equal(200, (await resident.StepAsync(one, "supplement", new { reason = "灯还是不亮" })).Status);
    }

    [Fact]
    public async Task Whose_case_was_joined_to_another_judges_the_answer_of_that_one()
    {
        var (main, joined) = (await _station.CaseAsync(resident: "甲"), await _station.CaseAsync(resident: "乙"));
        var (staff, urban) = (await _station.AsAsync(TokenRole.Staff), await _station.AsAsync(TokenRole.Department, "urban"));
        var (neighbour, first) = (await _station.AsAsync(TokenRole.Resident, joined.ResidentId.ToString()), await _station.AsAsync(TokenRole.Resident, main.ResidentId.ToString()));
        await Done(staff.StepAsync(joined, "merge", new { data = new { main = main.Number.ToString(), similarity = 0.9, sameMatter = true, samePlace = true } }));
        Assert.Equal((409, "case.guard.verdict_time"), (await Code(neighbour.StepAsync(joined, "evaluate-interim", new { data = new { solved = "Yes" } }))));
        await Done(staff.StepAsync(main, "assign", new { data = new { liaison = "李工" } }));
        await Done(urban.StepAsync(main, "acknowledge", new { data = new { handler = "李工" } }));
        await Done(urban.StepAsync(main, "reply", new { data = new { text = "路灯已于今日上午更换完毕,三盏都已亮灯,并安排每周巡查一次。", @class = "Solved", evidence = new[] { "photo" } } }));
        await Done(staff.StepAsync(main, "feedback", new { data = new { message = "路灯换好了。" } }));
        await Done(first.StepAsync(main, "evaluate", new { data = new { solved = "Yes", satisfaction = "Satisfied" } }));

        await Done(neighbour.StepAsync(joined, "evaluate-interim", new { data = new { solved = "No", satisfaction = "Dissatisfied" }, reason = "我家门口还是黑的" }));

        var read = (await staff.AskAsync($"/cases/{main.Number}")).Body!;
        Assert.Equal(("Rework", "No", "Dissatisfied"), (read["status"]!.ToString(), read["solved"]!.ToString(), read["satisfaction"]!.ToString()));
        Assert.Equal("Dissatisfied", (await staff.AskAsync($"/cases/{joined.Number}")).Body!["satisfaction"]!.ToString());

        static async Task Done(Task<Got> got) => Assert.True((await got) is { Status: 200 }, $"{got.Result.Status} {got.Result.Code} {got.Result.Field}");
    }

    [Fact]
    public async Task A_stale_version_is_412_and_the_present_one_goes_through()
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);
        var read = await staff.AskAsync($"/cases/{one.Number}");

        var stale = await staff.StepAsync(one, "assign", new { data = new { liaison = "李工" } }, version: one.Version - 1);
        var done = await staff.StepAsync(one, "assign", new { data = new { liaison = "李工" } }, version: one.Version);

        Assert.Equal($"\"{one.Version}\"", read.Tag);
        Assert.Equal((412, "case.stale"), (stale.Status, stale.Code));
        Assert.Equal(200, done.Status);
        Assert.Equal(["case.stale"], await _station.RefusedAsync(one));
    }

    [Fact]
    public async Task Two_people_on_one_version_never_overwrite_each_other()
    {
        var one = await _station.CaseAsync();
        var (first, second) = (await _station.AsAsync(TokenRole.Staff, name: "王敏"), await _station.AsAsync(TokenRole.Staff, name: "周洁"));

        var both = await Task.WhenAll(
            first.StepAsync(one, "assign", new { data = new { liaison = "李工" } }, version: one.Version),
            second.StepAsync(one, "pull-back", new { reason = "先核实" }, version: one.Version));

        Assert.Single(both, g => g.Status == 200);
        Assert.Single(both, g => g.Status == 412);
        Assert.Equal(3, await _station.EventsAsync(one));
    }

    [Fact]
    public async Task What_is_not_there_for_the_caller_is_404()
    {
        var one = await _station.CaseAsync();
        var env = await _station.AsAsync(TokenRole.Department, "env");
        var staff = await _station.AsAsync(TokenRole.Staff);

        Assert.Equal((404, "case.not_found"), await Code(env.AskAsync($"/cases/{one.Number}")));
        Assert.Equal((404, "case.not_found"), await Code(env.StepAsync(one, "acknowledge", new { data = new { handler = "x" } })));
        Assert.Equal((404, "case.not_found"), await Code(staff.AskAsync("/cases/QH20261123-9999")));
        Assert.Equal((404, "case.not_found"), await Code(staff.PostAsync("/cases/QH20261123-9999/pull-back", "{}")));
        // A step is traced, also on what is not there; a look is not.
        Assert.Equal(["case.not_found"], await _station.RefusedAsync(one));
        Assert.Equal(["case.not_found"], await _station.RefusedAsync("QH20261123-9999"));
        Assert.Equal((404, "api.no_such_path"), await Code(staff.StepAsync(one, "take-in", new { })));
        Assert.Equal((404, "api.no_such_path"), await Code(staff.PostAsync($"/cases/{new string('9', 300)}/fly", "{}")));
        Assert.Equal(["api.no_such_path", "case.not_found"], await _station.RefusedAsync(one));
        Assert.Equal(["api.no_such_path"], await _station.RefusedAsync(new string('9', 64)));
        Assert.Equal((404, "suggestion.not_found"), await Code(staff.PostAsync("/suggestions/0-0/withdraw", "{}")));
        Assert.Equal(["suggestion.not_found"], await _station.RefusedAsync("0-0"));
        Assert.Equal((403, "case.wrong_role"), await Code(staff.StepAsync(one, "confirm", new { })));
        Assert.Equal((403, "case.wrong_role"), await Code(staff.StepAsync(one, "send-to-triage", new { })));
        Assert.Equal((403, "case.wrong_role"), await Code(staff.StepAsync(one, "track-commitments", new { })));
        Assert.Equal((404, "api.no_such_path"), await Code(staff.AskAsync("/nothing")));
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_json_is_not_read()
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);

        var large = await staff.StepAsync(one, "assign", new { reason = new string('长', 70_000) });
        var wordy = await staff.StepAsync(one, "assign", new { reason = new string('x', 5_000) });
        var form = await staff.StepAsync(one, "assign", "liaison=x", type: "application/x-www-form-urlencoded");

        Assert.Equal((413, "request.too_large"), (large.Status, large.Code));
        Assert.Equal((400, "request.too_long", "reason"), (wordy.Status, wordy.Code, wordy.Field));
        Assert.Equal((415, "request.not_json"), (form.Status, form.Code));
        Assert.Equal(["request.not_json", "request.too_large", "request.too_long"], await _station.RefusedAsync(one));
    }

    [Theory]
    [InlineData("assign", "liaison", 100)]
    [InlineData("assign", "standard", 500)]
    [InlineData("decline", "guidance", 4000)]
    public async Task Names_lines_and_texts_have_a_length_and_the_document_says_which(string action, string field, int most)
    {
        var one = await _station.CaseAsync();
        var staff = await _station.AsAsync(TokenRole.Staff);

        var got = await staff.StepAsync(one, action, new { data = new Dictionary<string, string> { [field] = new('长', most + 1) } });

        Assert.Equal((400, "request.too_long", field), (got.Status, got.Code, got.Field));
        Assert.Equal(["request.too_long"], await _station.RefusedAsync(one));
        Assert.NotEqual("request.too_long", (await staff.StepAsync(one, action, new { data = new Dictionary<string, string> { [field] = new('长', most) } })).Code);
    }

    [Fact]
    public async Task An_auditor_takes_no_step_and_the_attempt_is_noted()
    {
        var one = await _station.CaseAsync();
        var auditor = await _station.AsAsync(TokenRole.Auditor);

        var got = await auditor.StepAsync(one, "assign", new { data = new { liaison = "李工" } });

        Assert.Equal((403, "case.wrong_role"), (got.Status, got.Code));
        Assert.Equal(["case.wrong_role"], await _station.RefusedAsync(one));
    }

    [Theory]
    [InlineData("statsu=Assigned", "request.unknown_query", "statsu")]
    [InlineData("status=Lost", "request.bad_query", "status")]
    [InlineData("limit=101", "request.bad_query", "limit")]
    [InlineData("limit=0", "request.bad_query", "limit")]
    [InlineData("dueBefore=tomorrow", "request.bad_query", "dueBefore")]
    [InlineData("q=%25", "request.bad_query", "q")]
    [InlineData("lead=urban&lead=env", "request.bad_query", "lead")]
    [InlineData("after=';--", "request.bad_query", "after")]
    public async Task A_filter_that_cannot_be_meant_is_named(string query, string code, string field)
    {
        var got = await (await _station.AsAsync(TokenRole.Staff)).AskAsync("/cases?" + query);

        Assert.Equal((400, code, field), (got.Status, got.Code, got.Field));
    }

    private static async Task<(int, string?)> Code(Task<Got> got) => (await got) is var g ? (g.Status, g.Code) : default;
}
