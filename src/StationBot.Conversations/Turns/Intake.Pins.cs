using StationBot.Handling.Messages;

namespace StationBot.Conversations.Turns;

/// <summary>A map pin, sent instead of words.</summary>
internal sealed partial class Intake
{
    /// <summary>It answers where; whatever else was asked is asked again, and where nothing is known yet, what it is about.</summary>
    public async ValueTask PlacedAsync(Turn turn, string place, CancellationToken cancellationToken)
    {
        turn.Memory.Pin = place;
        if (turn.Memory.Draft is not { } draft || !(draft.Understood || draft.AsTold))
        {
            turn.Question("ask_what_there", Ask.Demand);
            return;
        }
        Pins.Put(turn, draft);
        draft.PlaceChoices = [];
        turn.Say("place_noted");
        await ProposeAsync(turn, draft, cancellationToken);
        if (turn.Memory.LastAsk is Ask.Place or Ask.Confirm or Ask.None)
        {
            GoOn(turn, draft, turn.Memory.LastAsk == Ask.Confirm || draft.Questions >= turn.Definition.Limits.Questions);
        }
        else
        {
            Resume.Question(turn);
        }
    }
}
