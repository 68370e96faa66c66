using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StationBot.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ArrivalsOfPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "PersonHash",
                table: "arrivals",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_arrivals_PersonHash",
                table: "arrivals",
                column: "PersonHash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_arrivals_PersonHash",
                table: "arrivals");

            migrationBuilder.DropColumn(
                name: "PersonHash",
                table: "arrivals");
        }
    }
}
