using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using StationBot.Handling.Messages;
using StationBot.Store;

namespace StationBot.Tests.Store;

/// <summary>What is on the disk, byte by byte, and what survives there.</summary>
public sealed class SqliteFileTests() : StoreFacts(StoreProvider.Sqlite)
{
    private string Database => Path.Combine(House.Folder, "stationbot.db");

    [Fact]
    public async Task No_identity_address_or_phone_number_can_be_read_in_the_files()
    {
        var fresh = await NewAsync("oConversationOfOpenId77", "oOpenId77") with { Reference = """{"user":{"id":"oOpenId77","name":"王秀英"}}""" };
        var made = await CaseAsync(fresh);
        made.Contact = "13912345678";
        await SaveAsync(Turn(fresh, "m1", "答复可以读") with { Cases = [made] });

        var bytes = Directory.GetFiles(House.Folder).SelectMany(Read).ToArray();

        Assert.True(Holds(bytes, "答复可以读"), "the scan must be able to find what is there in plain text");
        Assert.All(["OpenId77", "王秀英", "13912345678"], secret => Assert.False(Holds(bytes, secret)));
    }

    [Fact]
    public async Task Erased_words_lie_in_no_free_page_and_no_log()
    {
        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await SaveAsync(Turn(await NewAsync($"c{i}", $"u{i}"), "m1", "别人的话" + new string('甲', 900)))));
        var mine = await SaveAsync(Turn(await NewAsync("one", "oABC") with { Memory = "记得的话" }, "m1", Delivery.Outbox, "要忘记的话" + new string('乙', 3000)));
        Assert.True(Holds([.. Directory.GetFiles(House.Folder).SelectMany(Read)], "要忘记的话"), "the scan must be able to find what is there");

        await Conversations.EraseAsync(mine.Key, Cancel);

        var bytes = Directory.GetFiles(House.Folder).SelectMany(Read).ToArray();
        Assert.All(["要忘记的话", "记得的话"], words => Assert.False(Holds(bytes, words)));
        Assert.True(Holds(bytes, "别人的话"));
        Assert.Equal(20, others.Length);
    }

    [Fact]
    public async Task Every_acknowledged_turn_survives_a_kill_and_the_conversations_go_on()
    {
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => await SaveAsync(Turn(await NewAsync($"c{i}", $"u{i}"), "m1", "好"))));

        await using var disk = House.AsLeftByAKill();
        await using var next = await disk.OpenAsync();

        foreach (var record in acknowledged)
        {
            Assert.Equivalent(record, await next.Conversations.FindAsync(record.Key, Cancel));
            Assert.IsType<CommitResult.Duplicate>(await next.Conversations.CommitAsync(Turn(record, "m1", "又"), Cancel));
            Assert.IsType<CommitResult.Committed>(await next.Conversations.CommitAsync(Turn(record, "m2", "好"), Cancel));
        }
    }

    [Fact]
    public async Task A_start_that_was_killed_while_migrating_does_not_stop_the_next()
    {
        await using (var connection = new SqliteConnection($"Data Source={Database}"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                DELETE FROM "__EFMigrationsHistory"; DROP TABLE imports;
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23')
                """;
            await command.ExecuteNonQueryAsync(Cancel);
        }

        // The tables are there, so the migration fails; but it is tried, instead of waiting for the row to go away.
        await Assert.ThrowsAsync<SqliteException>(() => House.OpenAsync(o => o.MigrationLimit = TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Write_ahead_logging_full_synchronisation_and_foreign_keys_are_on()
    {
        Assert.Equal("wal", await PragmaAsync<string>("journal_mode"));
        Assert.Equal(2, await PragmaAsync<long>("synchronous"));
        Assert.Equal(1, await PragmaAsync<long>("foreign_keys"));
    }

    [Fact]
    public async Task Without_a_configured_secret_one_is_made_once_for_its_owner_only()
    {
        await using var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        Guid resident;
        await using (var store = await house.OpenAsync(o => o.IdentitySecret = null))
        {
            resident = await store.Conversations.ResidentAsync(Channel, "wx-1", Cancel);
            var record = new ConversationRecord { Id = Guid.CreateVersion7(), Key = new ConversationKey(Channel, "one"), ResidentId = resident };
            Assert.IsType<CommitResult.Committed>(await store.Conversations.CommitAsync(Turn(record, "m1", "好"), Cancel));
        }
        await using var again = await house.OpenAsync(o => o.IdentitySecret = null);
        var key = Path.Combine(house.Folder, "identity.key");

        Assert.Equal(resident, await again.Conversations.ResidentAsync(Channel, "wx-1", Cancel));
        Assert.Equal(32, Convert.FromBase64String(await File.ReadAllTextAsync(key, Cancel)).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }
    }

    [Fact]
    public async Task A_damaged_key_file_stops_the_start_with_its_name()
    {
        await using var house = await StoreHouse.BuildAsync(StoreProvider.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(house.Folder, "identity.key"), "short", Cancel);

        var refused = await Assert.ThrowsAsync<FormatException>(async () => await (await house.OpenAsync(o => o.IdentitySecret = null)).DisposeAsync());

        Assert.Contains("identity.key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sealed_for_one_row_does_not_open_in_another()
    {
        var one = await SaveAsync(Turn(await NewAsync("one") with { Reference = "甲" }, "m1", "好"));
        var two = await SaveAsync(Turn(await NewAsync("two") with { Reference = "乙" }, "m1", "好"));
        await Store.ReadAsync(db => db.Database.ExecuteSqlAsync(
            $"""UPDATE conversations SET "Reference" = (SELECT "Reference" FROM conversations WHERE "Id" = {one.Id}) WHERE "Id" = {two.Id}""", Cancel));
        await RestartAsync();

        await Assert.ThrowsAnyAsync<CryptographicException>(async () => await Conversations.FindAsync(two.Key, Cancel));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_any_more_is_a_problem_with_a_name()
    {
        await using var store = await House.OpenAsync(o => o.ConnectionString = $"Data Source={Path.Combine(House.Folder, "other.db")}");
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(House.Folder, "other.db")}"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM \"__EFMigrationsHistory\"";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        Assert.Equal(["The database has pending migrations."], await store.Probe.ProblemsAsync(Cancel));
    }

    private Task<T> PragmaAsync<T>(string name) => Store.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync(Cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA " + name;
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    });

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static bool Holds(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
}
