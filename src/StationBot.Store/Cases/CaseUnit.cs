using StationBot.Handling.Cases;
using StationBot.Handling.Loop;
using StationBot.Store.Writing;

namespace StationBot.Store.Cases;

/// <summary>
/// One case on its way into the store. Every step bumps the case's version once, so the version it was loaded with is its version less the
/// steps since; zero means that it was never saved. A case whose turn was refused is not used again: the turn reloads it.
/// </summary>
internal sealed class CaseUnit(Case changed, ContactRow contact, Subscriptions subscriptions)
{
    private readonly int _loaded = changed.Version - changed.Uncommitted.Count;

    // The case's own state is what they look at, so they are made ready with it.
    private readonly ResidentNotice[] _residents = [.. changed.Uncommitted.SelectMany(e => Notices.ForResidents(changed, e))];
    private readonly StaffNotice[] _staff = [.. changed.Uncommitted.SelectMany(e => Notices.ForStaff(changed, e))];
    private readonly WebhookDelivery[] _deliveries = [.. changed.Uncommitted.SelectMany(e => subscriptions.Of(changed, e))];

    public Case Case => changed;
    public bool IsNew => _loaded == 0;

    public void Write(WriteSession session)
    {
        // A change without a step (a slot, a plan) also has to be noticed by whoever else holds the case.
        if (changed.Version == _loaded)
        {
            changed.Version++;
        }
        if (IsNew)
        {
            session.Insert(changed);
        }
        else
        {
            session.Update(changed, _loaded);
        }
        foreach (var happened in changed.Uncommitted)
        {
            session.Insert(happened);
        }
        foreach (var notice in _residents)
        {
            session.Insert(notice);
        }
        foreach (var notice in _staff)
        {
            session.Insert(notice);
        }
        foreach (var delivery in _deliveries)
        {
            session.Insert(delivery);
        }
        if (changed.Contact is not null)
        {
            session.Put(contact);
        }
        else if (!IsNew)
        {
            session.Delete(contact);
        }
    }
}
