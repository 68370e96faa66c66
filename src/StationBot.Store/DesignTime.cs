using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace StationBot.Store;

// For `dotnet ef migrations add NAME --project src/StationBot.Store --context SqliteStationDb -o Migrations/Sqlite` (and Postgres…).

internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteStationDb>
{
    public SqliteStationDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteStationDb>().UseSqlite().Options);
}

internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresStationDb>
{
    public PostgresStationDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresStationDb>().UseNpgsql().Options);
}
