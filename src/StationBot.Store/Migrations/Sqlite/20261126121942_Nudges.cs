using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StationBot.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Nudges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "TellAt",
                table: "staff_notices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Urgent",
                table: "staff_notices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Urgent",
                table: "resident_notices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_staff_notices_TellAt",
                table: "staff_notices",
                column: "TellAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_staff_notices_TellAt",
                table: "staff_notices");

            migrationBuilder.DropColumn(
                name: "TellAt",
                table: "staff_notices");

            migrationBuilder.DropColumn(
                name: "Urgent",
                table: "staff_notices");

            migrationBuilder.DropColumn(
                name: "Urgent",
                table: "resident_notices");
        }
    }
}
