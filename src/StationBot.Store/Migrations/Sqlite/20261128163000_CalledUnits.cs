using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StationBot.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CalledUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_case_events_Action",
                table: "case_events",
                column: "Action",
                filter: "\"Action\" = 'Whistle'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_case_events_Action",
                table: "case_events");
        }
    }
}
