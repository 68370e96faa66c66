namespace StationBot.Handling.Loop;

/// <summary>What a staff member, department, office or deputy does with what they were told. Fulfilled by the Store room.</summary>
public interface IStaffDesk
{
    /// <summary>Notes that a notice was read; reading it twice is reading it once.</summary>
    /// <returns>False when there is no such notice.</returns>
    Task<bool> ReadAsync(Guid notice, DateTimeOffset at, CancellationToken cancellationToken);
}
