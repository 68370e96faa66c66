using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StationBot.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Suggestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "suggestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CaseId = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false),
                    Status = table.Column<string>(type: "text", nullable: false),
                    Deputy = table.Column<string>(type: "text", nullable: true),
                    Unit = table.Column<string>(type: "text", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_suggestions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_suggestions_cases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "cases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "suggestion_events",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SuggestionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Step = table.Column<string>(type: "text", nullable: false),
                    Action = table.Column<string>(type: "text", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    From = table.Column<string>(type: "text", nullable: false),
                    To = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    Data = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_suggestion_events", x => x.Id);
                    table.ForeignKey(
                        name: "FK_suggestion_events_suggestions_SuggestionId",
                        column: x => x.SuggestionId,
                        principalTable: "suggestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_suggestion_events_SuggestionId_Number",
                table: "suggestion_events",
                columns: new[] { "SuggestionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_suggestions_CaseId",
                table: "suggestions",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_suggestions_Deputy_Status",
                table: "suggestions",
                columns: new[] { "Deputy", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_suggestions_Unit_Status",
                table: "suggestions",
                columns: new[] { "Unit", "Status" });

            // The log only grows, whoever asks.
            migrationBuilder.Sql("""
                CREATE TRIGGER suggestion_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON suggestion_events
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only()
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "suggestion_events");

            migrationBuilder.DropTable(
                name: "suggestions");
        }
    }
}
