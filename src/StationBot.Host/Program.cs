using StationBot.Host.Operations;

return await CommandLine.Build().Parse(args).InvokeAsync();
