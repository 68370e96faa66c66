using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StationBot.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CaseLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_Lead_Status",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Status",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Deputy_Number",
                table: "cases",
                columns: new[] { "Deputy", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Lead_Number",
                table: "cases",
                columns: new[] { "Lead", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Lead_Status_Number",
                table: "cases",
                columns: new[] { "Lead", "Status", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Station_Number",
                table: "cases",
                columns: new[] { "Station", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Status_Number",
                table: "cases",
                columns: new[] { "Status", "Number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_Deputy_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Lead_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Lead_Status_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Station_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Status_Number",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Lead_Status",
                table: "cases",
                columns: new[] { "Lead", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Status",
                table: "cases",
                column: "Status");
        }
    }
}
