namespace Plimsoll.Serving.Numerics;

/// <summary>A real function; implemented by structs so that root finding inlines it and allocates nothing.</summary>
internal interface IRealFunction
{
    double At(double x);
}
