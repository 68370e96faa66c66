namespace StationBot.Understanding.Offline.Learned;

/// <summary>The models that ship beside the program.</summary>
public static class LearnedModels
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models");
}
