using Byway.Http;

namespace Byway.Simulations;

/// <summary>The simulations' routes.</summary>
public static class SimulationsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapSimulations(this IEndpointRouteBuilder routes) =>
        routes.Api("POST", "/v1/program/rules:simulate", For.Sales, SimulateRules.Handle, SimulateRules.Note);
}
