using StationBot.Conversations.Turns;
using StationBot.Handling.Cases;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;
using StationBot.Tests.Handling.Loop;
using StationBot.Tests.Understanding;

namespace StationBot.Tests.Conversations;

/// <summary>Cases that were told in real words, with what the sorter makes of them, somewhere in the loop.</summary>
internal static class ToldCase
{
    public const string Drain = "书香里小区3栋下水道堵了一个月，污水往外冒，希望疏通";
    public const string Lamp = "书香里小区5栋门口的路灯坏了半个月了，晚上黑漆漆的，希望尽快修好";
    public const string Wages = "书香里小区6栋工地的包工头拖欠我两个月工资，希望尽快发工资";
    public const string Dogs = "书香里小区7栋门口流浪狗成群，希望尽快抓走";
    public const string Lift = "书香里小区8栋电梯坏了一个星期，老人下不了楼，希望修好";
    public const string Noise = "书香里小区9栋旁边的工地天天半夜打桩，吵得睡不着，希望夜里停工";
    public const string Rubbish = "书香里小区2栋楼下垃圾站一个月没人清，希望天天清运";
    public const string Allowance = "我妈85岁，住书香里小区4栋，高龄津贴停发三个月了，希望补发";
    public const string School = "书香里小区1栋的孩子今年上小学，划片学校说没有学位，希望安排就近入学";
    public const string Clinic = "书香里小区对面的社区医院挂号排队要两个小时，希望多开窗口";

    public static LoopCase Of(string told, CaseStatus status, int number = 1, LoopCase? beside = null, DateTimeOffset? at = null)
    {
        var one = LoopCase.Draft(beside: beside, at: at);
        one.Case.Number = new CaseNo($"QH20261123-000{number}");
        one.To(status);
        var sorted = Sorting.Of(told);
        (one.Case.RawText, one.Case.Summary, one.Case.ProblemType) = (told, told, sorted.ProblemType);
        if (sorted.Said(Slot.Place) is { } place)
        {
            one.Case.Slots = new Dictionary<string, string> { [Slot.Place.Code()] = place };
            one.Case.Community = PlaceResolver.Resolve(place, The.Directory).Best?.Community;
        }
        return one;
    }

    /// <summary>The resident's conversation, in which the last of them was spoken of.</summary>
    public static Conversation Chat(params LoopCase[] cases)
    {
        var chat = New(cases);
        chat.Remember(m => m.CaseNo = cases[^1].Case.Number!.Value.Value);
        return chat;
    }

    /// <summary>A conversation of theirs in which nothing was said yet.</summary>
    public static Conversation New(params LoopCase[] cases)
    {
        var chat = new Conversation(cases[0].Now, Sorting.Offline) { Resident = cases[0].Case.ResidentId };
        chat.Cases.Save(cases.Select(c => c.Case));
        chat.Remember(m => m.Greeted = true);
        return chat;
    }

    /// <summary>解决了吗 was asked of the last one.</summary>
    public static Conversation Asked(params LoopCase[] cases)
    {
        var chat = Chat(cases);
        chat.Remember(m => m.Evaluating = m.CaseNo);
        return chat;
    }
}
