//! The ringtone: two soft notes, synthesised here.

/// Samples per second.
const RATE: u32 = 22_050;
/// The length of the ringtone with its pause, in seconds.
const LENGTH: f64 = 3.0;
/// The notes: when they begin (seconds) and their pitch (hertz).
const NOTES: [(f64, f64); 4] = [(0.0, 659.26), (0.22, 880.0), (0.9, 659.26), (1.12, 880.0)];

/// The ringtone as a WAV file: 16 bits, one channel.
#[must_use]
pub fn wave() -> Vec<u8> {
    let samples = (f64::from(RATE) * LENGTH) as u32;
    let data = samples * 2;
    let mut file = Vec::with_capacity(44 + data as usize);
    file.extend(b"RIFF");
    file.extend((36 + data).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(data.to_le_bytes());
    for sample in 0..samples {
        let level = level(f64::from(sample) / f64::from(RATE));
        file.extend(((level * 32_000.0) as i16).to_le_bytes());
    }
    file
}

/// The amplitude at this time, -1 to 1: each note rises within 10 ms and decays
/// like a struck bar, with a little of its octave.
fn level(time: f64) -> f64 {
    let notes = NOTES.iter().filter(|(start, _)| time >= *start);
    let sum: f64 = notes
        .map(|(start, pitch)| {
            let age = time - start;
            let strength = (age / 0.01).min(1.0) * (-age * 5.0).exp();
            let turns = pitch * age;
            strength * (sine(turns) + 0.25 * sine(2.0 * turns))
        })
        .sum();
    (sum * 0.35).clamp(-1.0, 1.0)
}

/// The sine of so many turns, to a thousandth: two parabolas. The error is
/// inaudible, and the exact function needs a hundred times the code.
fn sine(turns: f64) -> f64 {
    let part = turns - turns.floor();
    let bow = if part < 0.5 {
        16.0 * part * (0.5 - part)
    } else {
        16.0 * (part - 0.5) * (part - 1.0)
    };
    bow * (0.775 + 0.225 * bow.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sine_approximation_is_accurate() {
        for step in -2_000..2_000 {
            let turns = f64::from(step) / 700.0;
            let exact = (std::f64::consts::TAU * turns).sin();
            assert!((sine(turns) - exact).abs() < 0.0015, "{turns}");
        }
    }

    #[test]
    fn the_ring_is_a_sound_file_that_begins_and_ends_quietly() {
        let file = wave();
        assert_eq!(&file[..4], b"RIFF");
        assert_eq!(file.len(), 44 + 2 * (f64::from(RATE) * LENGTH) as usize);
        assert!(level(0.0).abs() < 0.001, "no click at the start");
        assert!(level(LENGTH).abs() < 0.001, "no click where it repeats");
        let loudest = (0..3_000).map(|ms| level(f64::from(ms) / 1_000.0).abs());
        assert!(loudest.fold(0.0, f64::max) > 0.2, "it can be heard");
    }
}
