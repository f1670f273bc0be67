#!/usr/bin/env python3
"""The matched filter with numpy and scipy, on the numbers that MatchedFilterBench wrote.

Prints two lines like it: the noise density and whitening of every event, and every event against every
template; seconds (best of five) and a checksum. Like ours it transforms back at half the rate, because
the band ends there, and sums exactly only around the peak.
"""
import sys
import time

import numpy
from scipy import fft, interpolate, signal

LOW, HIGH, SEGMENT, RAMP, TEMPLATE_RAMP = 20.0, 1024.0, 4.0, 1.0, 0.1
BINS, SEARCH, TOLERANCE, BEFORE, AFTER = 16, 0.5, 0.005, 0.75, 0.25
EVENT_AT, LIGHT = 16.4, 0.0100128


def read(path):
    with open(path, "rb") as file:
        events, templates, count, points = numpy.frombuffer(file.read(16), dtype=">i4").astype(int)
        rate = float(numpy.frombuffer(file.read(8), dtype=">f8")[0])
        numbers = numpy.frombuffer(file.read(), dtype=">f8").astype(float)
    strain = numbers[: events * 2 * count].reshape(events, 2, count)
    waves = numbers[events * 2 * count :].reshape(templates, 3, points)
    return rate, strain, waves


class Prepared:
    def __init__(self, samples, rate):
        count = len(samples)
        self.rate, self.count, self.step = rate, count, rate / count
        segment = int(SEGMENT * rate)
        coarse, density = signal.welch(samples, rate, nperseg=segment, average="median")
        self.first, last = int(numpy.ceil(LOW / self.step)), int(numpy.ceil(HIGH / self.step))
        self.hertz = numpy.arange(self.first, last) * self.step
        self.reach = segment // 2
        self.band = slice(self.first, last)
        self.whitening = 1 / numpy.sqrt(numpy.interp(self.hertz, coarse, density))
        window = signal.windows.tukey(count, 2 * RAMP * rate / count, sym=False)
        spectrum = fft.rfft((samples - samples.mean()) * window)
        self.data = spectrum[self.band] * self.whitening / rate
        self.width = len(self.hertz) * self.step
        self.whitened = self.series(self.data)

    def series(self, band):
        spectrum = numpy.zeros(self.count // 2 + 1, dtype=complex)
        spectrum[self.band] = band
        return fft.irfft(spectrum) * (self.count * self.step / numpy.sqrt(self.width))


def resampled(wave, rate):
    times = wave[0]
    size = numpy.maximum(abs(wave[1]), abs(wave[2]))
    keep = numpy.flatnonzero(size >= 1e-4 * size.max())
    part = slice(keep[0], keep[-1] + 1)
    times = times[part]
    first, last = int(numpy.ceil(times[0] * rate)), int(numpy.floor(times[-1] * rate))
    places = numpy.arange(first, last + 1) / rate
    values = interpolate.CubicSpline(times, wave[1:, part], axis=1, bc_type="natural")(places)
    up, down = int(min(TEMPLATE_RAMP * rate, 0.1 * -first)), int(min(TEMPLATE_RAMP * rate, 0.1 * last))
    values[:, :up] *= 0.5 * (1 - numpy.cos(numpy.pi * (numpy.arange(up) + 0.5) / up))
    values[:, len(places) - down :] *= 0.5 * (1 + numpy.cos(numpy.pi * (numpy.arange(down) + 0.5) / down))
    return first, values


def spectra(wave, rate, count):
    first, values = resampled(wave, rate)
    placed = numpy.zeros((2, count))
    length = values.shape[1]
    placed[:, numpy.arange(first, first + length) % count] = values
    return first, length, fft.rfft(placed, axis=1)


class Correlated:
    def __init__(self, prepared, wave):
        first, length, (plus, cross) = wave
        self.prepared, self.length = prepared, length
        scale = 4 * prepared.step
        factor = prepared.whitening / prepared.rate
        u, v = plus[prepared.band] * factor, cross[prepared.band] * factor
        self.sigma = numpy.sqrt(scale * numpy.vdot(u, u).real)
        u = u / self.sigma
        v = v - scale * numpy.vdot(u, v).real * u
        v = v / numpy.sqrt(scale * numpy.vdot(v, v).real)
        self.u, self.v = u, v
        self.with_u = scale * prepared.data * u.conj()
        self.with_v = scale * prepared.data * v.conj()
        half = prepared.count // 2
        full = numpy.zeros(half, dtype=complex)
        last = prepared.first + len(u)
        full[prepared.first : last] = 0.5 * (self.with_u + 1j * self.with_v)
        full[half - prepared.first : half - last : -1] = 0.5 * (self.with_u.conj() + 1j * self.with_v.conj())
        series = fft.ifft(full, norm="forward")
        self.snr = numpy.abs(series)
        reach = RAMP * prepared.rate + 2 * prepared.reach
        self.clean = (reach + max(0, -first), prepared.count - reach - max(0, first + length - 1))

    def at(self, place):
        turn = numpy.exp(2j * numpy.pi * self.prepared.hertz * (place / self.prepared.rate))
        return numpy.array([(self.with_u * turn).real.sum(), (self.with_v * turn).real.sum()])

    def peak(self, low, high):
        begin = int(numpy.ceil(max(low, self.clean[0]) / 2))
        end = int(numpy.ceil(min(high, self.clean[1]) / 2))
        if end <= begin:
            return 0, 0.0, numpy.zeros(2)
        best = begin + int(numpy.argmax(self.snr[begin:end]))
        middle = 2 * (best + top(*self.snr[best - 1 : best + 2]))
        ratios = [numpy.hypot(*self.at(middle + shift)) for shift in (-0.5, 0, 0.5)]
        place = middle + 0.5 * top(*ratios)
        both = self.at(place)
        return place, numpy.hypot(*both), both


def top(before, middle, after):
    return (before - after) / 2 / (before + after - 2 * middle)


def fitted(found, place, both):
    prepared = found.prepared
    cosine, sine = both / numpy.hypot(*both)
    best = found.u * cosine + found.v * sine
    power = abs(best) ** 2
    part = numpy.minimum(BINS - 1, (BINS * (numpy.cumsum(power) - power / 2) / power.sum()).astype(int))
    turn = numpy.exp(2j * numpy.pi * prepared.hertz * (place / prepared.rate))
    product = 4 * prepared.step * prepared.data * best.conj() * turn
    parts = numpy.bincount(part, product.real, BINS) + 1j * numpy.bincount(part, product.imag, BINS)
    shares = numpy.bincount(part, power, BINS) / power.sum()
    chi = (abs(parts - shares * parts.sum()) ** 2 / shares).sum() / (2 * BINS - 2)
    template = prepared.series(numpy.hypot(*both) * best * turn.conj())
    begin = int(numpy.ceil(place - BEFORE * prepared.rate))
    end = int(numpy.floor(place + AFTER * prepared.rate)) + 1
    residual = prepared.whitened[begin:end] - template[begin:end]
    independent = 2 * prepared.width / prepared.rate
    return chi, (residual**2).sum() * independent / round((end - begin) * independent)


def search(detectors, wave):
    rate, count = detectors[0].rate, detectors[0].count
    spectrum = spectra(wave, rate, count)
    found = [Correlated(prepared, spectrum) for prepared in detectors]
    middle, half = EVENT_AT * rate, SEARCH * rate
    peaks = [each.peak(middle - half, middle + half) for each in found]
    loud = int(numpy.argmax([peak[1] for peak in peaks]))
    reach = (LIGHT + TOLERANCE) * rate
    total = 0.0
    for i, each in enumerate(found):
        if i != loud:
            peaks[i] = each.peak(peaks[loud][0] - reach, peaks[loud][0] + reach)
        place, snr, both = peaks[i]
        away = max(rate, each.length)
        background = max(each.peak(0, int(place) - away)[1], each.peak(int(place) + away, count)[1])
        total += snr + background + sum(fitted(each, place, both))
    return total


def prepare_all(rate, strain):
    return [[Prepared(samples, rate) for samples in event] for event in strain]


def report(name, work):
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        checksum = work()
        best = min(best, time.perf_counter() - start)
    print(f"{name} {best:.3f} {checksum:.9e}")


if __name__ == "__main__":
    RATE, STRAIN, WAVES = read(sys.argv[1])
    PREPARED = prepare_all(RATE, STRAIN)
    report("prepare", lambda: sum((each.whitened**2).sum() for event in prepare_all(RATE, STRAIN) for each in event))
    report("filter", lambda: sum(search(event, wave) for event in PREPARED for wave in WAVES))
