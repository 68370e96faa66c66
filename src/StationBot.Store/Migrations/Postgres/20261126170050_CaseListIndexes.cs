using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StationBot.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CaseListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_Lead_Status_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Status_Number",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Community_OpenedAt",
                table: "cases",
                columns: new[] { "Community", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Deputy_Status_Number",
                table: "cases",
                columns: new[] { "Deputy", "Status", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_DueOn",
                table: "cases",
                column: "DueOn");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Lead_Status_Number_DueOn",
                table: "cases",
                columns: new[] { "Lead", "Status", "Number", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Number_Co",
                table: "cases",
                columns: new[] { "Number", "Co" },
                filter: "\"Co\" <> '[]'");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Number_SupervisionLevel",
                table: "cases",
                columns: new[] { "Number", "SupervisionLevel" },
                filter: "\"SupervisionLevel\" > 0");

            migrationBuilder.CreateIndex(
                name: "IX_cases_OpenedAt",
                table: "cases",
                column: "OpenedAt");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Station_Status_Number",
                table: "cases",
                columns: new[] { "Station", "Status", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Status_Number_DueOn",
                table: "cases",
                columns: new[] { "Status", "Number", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Warning_Number",
                table: "cases",
                columns: new[] { "Warning", "Number" },
                filter: "\"Warning\" <> 'None'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_cases_Community_OpenedAt",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Deputy_Status_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_DueOn",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Lead_Status_Number_DueOn",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Number_Co",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Number_SupervisionLevel",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_OpenedAt",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Station_Status_Number",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Status_Number_DueOn",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "IX_cases_Warning_Number",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "IX_cases_Lead_Status_Number",
                table: "cases",
                columns: new[] { "Lead", "Status", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_cases_Status_Number",
                table: "cases",
                columns: new[] { "Status", "Number" });
        }
    }
}
