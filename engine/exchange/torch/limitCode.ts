/** The function `limited`: the images of each class that `engine/data/subset.ts` draws, from the same seed. */
export function limitCode(limit: number): string {
  return `

def limited(data, labels):
    """At most ${limit} images of each label; the labels come in the order that the files have them in."""
    generator = torch.Generator().manual_seed(0)
    own = [(data.tensors[1] == label).nonzero().flatten() for label in labels]
    drawn = [rows[torch.randperm(len(rows), generator=generator)[:${limit}]] for rows in own]
    rows = torch.cat(drawn).sort().values
    return TensorDataset(*(tensor[rows] for tensor in data.tensors))
`;
}
