namespace Coordinator.Core.DeadLetters;

/// <summary>What a fact does to a letter, in the same unit.</summary>
/// <param name="Letter">Stored if it <see cref="DeadLetter.Replaces"/> what is there; null: the letter is done with.</param>
public sealed record DeadLetterChange(string Id, DeadLetter? Letter)
{
    public static DeadLetterChange Put(DeadLetter letter) => new(letter.Id, letter);

    public static DeadLetterChange Remove(string id) => new(id, null);
}
