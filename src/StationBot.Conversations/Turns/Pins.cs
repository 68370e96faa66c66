using System.Globalization;
using StationBot.Handling.Flags;
using StationBot.Handling.Messages;
using StationBot.Handling.Routing;
using StationBot.Handling.Sorting;

namespace StationBot.Conversations.Turns;

/// <summary>Map pins: they say where, never what. What a map calls a place is sorted by nobody and raises nothing.</summary>
internal static class Pins
{
    /// <summary>As it stands in a summary and before staff.</summary>
    public static string NameOf(Turn turn, MapPin pin) => pin.Name is { } name ? Masking.Mask(name) ?? name
        : turn.Texts.Say("pin_unnamed", ("latitude", Figure(pin.Latitude)), ("longitude", Figure(pin.Longitude)));

    /// <summary>In a danger, while staff have the matter, or after the number was given, a pin is one more thing told of what is known: a word like any other, but for what it is about.</summary>
    public static bool AreStaffs(Turn turn) =>
        turn.Stage is ConversationStage.Emergency || turn.Memory.Draft is { StaffOnly: true } || turn.Memory is { Draft: null, CaseNo: not null };

    /// <summary>A place and nothing else: 「精神病医院」 on a map is no outburst.</summary>
    public static SortResult Read(string place) => new()
    {
        Text = place, Intent = Intent.Other, Abstain = true, Topics = [new(Topic.Other, 1)], Departments = [], Co = [], Flags = [], Evidence = [],
        Slots = new Dictionary<Slot, SlotValue> { [Slot.Place] = new(place, 0, place.Length) },
    };

    /// <summary>The pin becomes the place: beside what was told of it, instead where it is another.</summary>
    public static void Put(Turn turn, Draft draft)
    {
        if (turn.Memory.Pin is not { } pin)
        {
            return;
        }
        turn.Memory.Pin = null;
        var there = PlaceResolver.Resolve(pin, turn.Directory).Best?.Community;
        // Of two pins the later one counts.
        var known = draft[Slot.Place] is { } told ? (told.EndsWith('）') && told.LastIndexOf('（') is > 0 and var at ? told[..at] : told) : null;
        if (known is null || pin.Contains(known, StringComparison.Ordinal) || (there is not null && draft.Community is not null && there != draft.Community))
        {
            (draft[Slot.Place], draft.Community) = (pin, there);
        }
        else if (!known.Contains(pin, StringComparison.Ordinal))
        {
            (draft[Slot.Place], draft.Community) = ($"{known}（{pin}）", draft.Community ?? there);
        }
    }

    private static string Figure(double? degrees) => degrees is { } value ? value.ToString("0.######", CultureInfo.InvariantCulture) : "";
}
