"""A step of professor forcing as one would write it in PyTorch: the same as ProfessorForcing.Bench.Straightforward.

usage: straightforward.py [--threads N] [--rounds N] [--shape char-ptb|char-ptb-small]

Prints the median time of a step, and of nn.GRU forward and backward at N 32, T 100, H 1024.
"""

import argparse
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

# rows N, steps T, symbols V, embedding E, hidden H, discriminator D
SHAPES = {"char-ptb": (32, 50, 50, 300, 1024, 2048), "char-ptb-small": (32, 200, 50, 128, 512, 256)}


class Generator(nn.Module):
    def __init__(self, symbols, embedding, hidden):
        super().__init__()
        self.embedding = nn.Embedding(symbols, embedding)
        self.gru = nn.GRU(embedding, hidden, batch_first=True)
        self.output = nn.Linear(hidden, symbols)
        self.cell = nn.GRUCell(embedding, hidden)
        # One set of weights for whole sequences and for single steps.
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            setattr(self.cell, name, getattr(self.gru, name + "_l0"))

    def read(self, symbols):
        start = torch.zeros(symbols.shape[0], 1, self.embedding.embedding_dim)
        read = torch.cat([start, self.embedding(symbols[:, :-1])], 1)
        hidden, _ = self.gru(read)
        return self.output(hidden), torch.cat([hidden, read], -1)

    def run(self, rows, steps):
        state = torch.zeros(rows, self.gru.hidden_size)
        read = torch.zeros(rows, self.embedding.embedding_dim)
        behaviour = []
        for _ in range(steps):
            state = self.cell(read, state)
            behaviour.append(torch.cat([state, read], -1))
            with torch.no_grad():
                symbols = torch.multinomial(F.softmax(self.output(state), -1), 1).squeeze(-1)
            read = self.embedding(symbols)
        return torch.stack(behaviour, 1)


class Discriminator(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.gru = nn.GRU(width, hidden, batch_first=True, bidirectional=True)
        self.mlp = nn.Sequential(
            nn.Linear(2 * hidden, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, behaviour):
        features, _ = self.gru(behaviour)
        return self.mlp(features).squeeze(-1).mean(1).clamp(-10, 10)


class Step:
    def __init__(self, shape):
        self.rows, self.steps, symbols, embedding, hidden, discriminator = shape
        self.generator = Generator(symbols, embedding, hidden)
        self.discriminator = Discriminator(hidden + embedding, discriminator)
        self.to_generator = torch.optim.Adam(self.generator.parameters(), 1e-5)
        self.to_discriminator = torch.optim.Adam(self.discriminator.parameters(), 1e-5)
        self.symbols = torch.randint(0, symbols, (self.rows, self.steps))

    def __call__(self):
        logits, real = self.generator.read(self.symbols)
        nll = F.cross_entropy(logits.flatten(0, 1), self.symbols.flatten())
        free = self.generator.run(self.rows, self.steps)

        judged = self.discriminator(torch.cat([real.detach(), free.detach()]))
        labels = torch.cat([torch.ones(self.rows), torch.zeros(self.rows)])
        self.to_discriminator.zero_grad(set_to_none=True)
        (2 * F.binary_cross_entropy_with_logits(judged, labels)).backward()
        self.to_discriminator.step()

        self.discriminator.requires_grad_(False)
        cf = F.binary_cross_entropy_with_logits(self.discriminator(free), torch.ones(self.rows))
        self.to_generator.zero_grad(set_to_none=True)
        (nll + cf / self.steps).backward()
        self.to_generator.step()
        self.discriminator.requires_grad_(True)


class Gru:
    def __init__(self, rows=32, steps=100, units=1024):
        self.gru = nn.GRU(units, units, batch_first=True)
        self.input, self.upstream = torch.randn(rows, steps, units), torch.randn(rows, steps, units)

    def __call__(self):
        self.gru.zero_grad(set_to_none=True)
        self.gru(self.input)[0].backward(self.upstream)


def median(work, rounds):
    work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shape", choices=SHAPES, default="char-ptb-small")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    print(f"PyTorch {torch.__version__}, {arguments.threads} threads")
    print(f"nn.GRU 32 x 100 x 1024: {1e3 * median(Gru(), arguments.rounds):.1f} ms")
    print(f"step of professor forcing, {arguments.shape}: {1e3 * median(Step(SHAPES[arguments.shape]), arguments.rounds):.1f} ms")
