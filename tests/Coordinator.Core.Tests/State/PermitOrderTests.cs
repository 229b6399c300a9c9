using Coordinator.Core.State;

namespace Coordinator.Core.Tests.State;

public sealed class PermitOrderTests
{
    [Theory]
    [InlineData("a1", "a1:A")]
    [InlineData("a1 a2 a3", "a1:A a2:A a3:A")]
    [InlineData("a1 b1 a2 b2 a3", "a1:A a2:A a3:A b1:B b2:B")]
    [InlineData("b1 b2 a1", "+a:A +a':A a1:A b1:B b2:B")]
    [InlineData("c1 a1 b1 a2", "+a:A +b:B a1:A a2:A b1:B c1:C")]
    [InlineData("a1 b1", "+other:C +another:C a1:A b1:B")]
    public void PositionOf_WhenSomeHoldAndSomeWait_IsTheFairOrder(string expected, string entries)
    {
        var all = entries.Split(' ').Select(Entry).ToList();

        var tickets = all.Where(entry => !entry.IsHeld).Select(entry => entry.Holder).OrderBy(holder => PermitOrder.PlaceOf(holder, all).Position).ToList();

        Assert.Equal(expected.Split(' '), tickets);
        Assert.Equal(Enumerable.Range(1, tickets.Count), tickets.Select(holder => PermitOrder.PlaceOf(holder, all).Position));
    }

    [Fact]
    public void PlaceOf_CountsApartForWhomAPermitIsKept()
    {
        List<PermitEntry> all = [Entry("a:A", 1) with { Claims = false }, Entry("b:B", 2), Entry("c:C", 3)];

        Assert.Equal(new PermitPlace(3, 1), PermitOrder.PlaceOf("c", all));
    }

    /// <summary><c>holder:group</c> in order of arrival; <c>+</c>: holds a permit.</summary>
    private static PermitEntry Entry(string text, int number) =>
        new(text.TrimStart('+').Split(':')[0], text.Split(':')[1], text.StartsWith('+'), number);
}
