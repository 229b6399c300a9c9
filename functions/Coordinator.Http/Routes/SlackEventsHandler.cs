using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Routes;

/// <summary>Takes <c>POST /slack/events</c>; registered when Slack is configured.</summary>
public delegate Task<IResult> SlackEventsHandler(HttpRequest request);
