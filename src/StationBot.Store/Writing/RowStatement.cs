using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StationBot.Store.Writing;

internal enum RowAction
{
    Insert,

    /// <summary>Inserts, unless a row with the same key is there. Another row that holds a unique value of this one is still a conflict.</summary>
    Ensure,

    /// <summary>Inserts, or replaces the row with the same key.</summary>
    Put,

    /// <summary>Changes the row that still has the expected version.</summary>
    Update,

    /// <summary>Removes the row with the same key, if there is one.</summary>
    Delete,
}

/// <summary>
/// One statement for one entity, drawn from EF's model: its tables, columns and conversions, without its change tracker, which costs several
/// times what the database itself needs for such small rows.
/// </summary>
internal sealed class RowStatement
{
    private readonly Column[] _columns;

    private RowStatement(string sql, IEnumerable<IProperty> bound, RelationalTypeMapping? version) =>
        (Sql, _columns, Version) = (sql, [.. bound.Select(p => new Column(p))], version);

    public string Sql { get; }

    /// <summary>Of an update: how the expected version is bound, as its last parameter.</summary>
    public RelationalTypeMapping? Version { get; }

    public static RowStatement Of(IModel model, Type entity, RowAction action)
    {
        var type = model.FindEntityType(entity) ?? throw new ArgumentException($"{entity.Name} is not in the store's model.");
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        string Name(IProperty property) => $"\"{property.GetColumnName(table)}\"";

        string Pairs(IEnumerable<IProperty> properties, string separator, int first = 0) =>
            string.Join(separator, properties.Select((p, i) => $"{Name(p)} = @p{first + i}"));

        var keys = type.FindPrimaryKey()!.Properties;
        switch (action)
        {
            case RowAction.Delete:
                return new($"DELETE FROM \"{table.Name}\" WHERE {Pairs(keys, " AND ")}", keys, null);
            case RowAction.Update:
                var changing = type.GetProperties().Where(p => !p.IsPrimaryKey() && p.GetAfterSaveBehavior() == PropertySaveBehavior.Save).ToList();
                var version = changing.Single(p => p.IsConcurrencyToken);
                var where = $"{Pairs(keys, " AND ", changing.Count)} AND {Name(version)} = @p{changing.Count + keys.Count}";
                return new($"UPDATE \"{table.Name}\" SET {Pairs(changing, ", ")} WHERE {where}", [.. changing, .. keys], version.GetRelationalTypeMapping());
            default:
                var all = type.GetProperties().ToList();
                var insert = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", all.Select(Name))}) VALUES ({string.Join(", ", all.Select((_, i) => $"@p{i}"))})";
                var replaced = string.Join(", ", all.Except(keys).Select(p => $"{Name(p)} = excluded.{Name(p)}"));
                var sameKey = $"ON CONFLICT ({string.Join(", ", keys.Select(Name))})";
                return new(
                    action switch
                    {
                        RowAction.Ensure => $"{insert} {sameKey} DO NOTHING",
                        RowAction.Put => $"{insert} {sameKey} DO UPDATE SET {replaced}",
                        _ => insert,
                    },
                    all, null);
        }
    }

    /// <summary>Binds a row, reusing the parameters of the row before when they are there.</summary>
    public void Bind(DbCommand maker, DbParameterCollection parameters, object row, int? expectedVersion)
    {
        var fresh = parameters.Count == 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Bind(maker, parameters, i, row, fresh);
        }
        if (Version is { } mapping)
        {
            if (fresh)
            {
                parameters.Add(mapping.CreateParameter(maker, $"@p{_columns.Length}", expectedVersion, nullable: false));
            }
            else
            {
                parameters[_columns.Length].Value = expectedVersion;
            }
        }
    }

    private sealed class Column(IProperty property)
    {
        private readonly IClrPropertyGetter _getter = property.GetGetter();
        private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();
        private readonly bool _nullable = property.IsNullable;

        public void Bind(DbCommand maker, DbParameterCollection parameters, int index, object row, bool fresh)
        {
            var value = _getter.GetClrValue(row) is var got && got is string text ? Storable(text) : got;
            if (fresh)
            {
                parameters.Add(_mapping.CreateParameter(maker, $"@p{index}", value, _nullable));
            }
            else
            {
                parameters[index].Value = (_mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
            }
        }

        // A resident can send anything; PostgreSQL refuses NUL and half characters, and a message must not be lost for one of them.
        private static string Storable(string text) =>
            text.Contains('\0') || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
                ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
                : text;
    }
}
