using Microsoft.Extensions.DependencyInjection;
using StationBot.Conversations.Definitions;
using StationBot.Conversations.Notices;
using StationBot.Conversations.Turns;
using StationBot.Handling.Loop;
using StationBot.Handling.Messages;

namespace StationBot.Conversations;

public static class ConversationsRegistration
{
    /// <summary>Registers the dialog, with the definitions of a folder.</summary>
    /// <param name="dialogsFolder">Folder with texts.yaml, intake.yaml, notices.yaml and the others.</param>
    /// <exception cref="DialogDefinitionException">The folder's files cannot be used.</exception>
    public static IServiceCollection AddConversations(this IServiceCollection services, string dialogsFolder) =>
        services.AddSingleton(DialogLoader.Load(dialogsFolder)).AddSingleton<IDialog, Dialog>().AddSingleton<INoticeTurns, NoticeTurns>();
}
