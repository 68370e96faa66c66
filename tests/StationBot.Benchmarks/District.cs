using StationBot.Handling.Cases;
using StationBot.Handling.Roster;

namespace StationBot.Benchmarks;

/// <summary>The fictional 清禾区, as the program ships it.</summary>
internal sealed class District : IAreaDirectory
{
    public AreaDirectory Current { get; } = Read();

    private static AreaDirectory Read()
    {
        var (directory, problems) = AreaDirectoryReader.Read(File("fixture-area.json"), File("competence-matrix.json"), File("workdays-cn.json"));
        return directory ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    private static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Demo", name));
}

/// <summary>A store that knows no case and always has a number: what is left is the dialog itself.</summary>
internal sealed class NoCases : ICases
{
    private int _numbers;

    public Task<Case?> FindAsync(CaseNo caseNo, CancellationToken cancellationToken) => Task.FromResult<Case?>(null);

    public Task<IReadOnlyList<Case>> OfResidentAsync(Guid residentId, int limit, CancellationToken cancellationToken) => None;

    public Task<IReadOnlyList<Case>> OfConversationAsync(Guid conversationId, CancellationToken cancellationToken) => None;

    public Task<bool> SaveAsync(Case changed, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<IReadOnlyList<StaffLabel>> StaffLabelsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StaffLabel>>([]);

    public ValueTask<CaseNo> NextNumberAsync(string area, DateOnly day, CancellationToken cancellationToken) =>
        ValueTask.FromResult(CaseNo.Of(area, day, ++_numbers));

    public ValueTask<IReadOnlyDictionary<string, int>> OpenPerDeputyAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());

    private static Task<IReadOnlyList<Case>> None => Task.FromResult<IReadOnlyList<Case>>([]);
}
