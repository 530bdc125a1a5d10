/** Sound and picture of the scripted speaker: made in the page, so that no camera or microphone is asked for. */

export interface Media {
  stream: MediaStream;
  stop(): void;
}

/** A voice-like hum and a canvas that moves. */
export function speakerMedia(): Media {
  const audio = new AudioContext();
  const carrier = new OscillatorNode(audio, { type: "sawtooth", frequency: 140 });
  const vowel = new BiquadFilterNode(audio, { type: "bandpass", frequency: 700, Q: 4 });
  const syllables = new OscillatorNode(audio, { frequency: 4 });
  const volume = new GainNode(audio, { gain: 0.3 });
  const swing = new GainNode(audio, { gain: 0.25 });
  const out = audio.createMediaStreamDestination();
  carrier.connect(vowel).connect(volume).connect(out);
  syllables.connect(swing).connect(volume.gain);
  carrier.start();
  syllables.start();

  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const draw = setInterval(() => paint(canvas), 1000 / 25);
  const picture = canvas.captureStream(25);
  return {
    stream: new MediaStream([...out.stream.getTracks(), ...picture.getTracks()]),
    stop() {
      clearInterval(draw);
      void audio.close();
      for (const track of picture.getTracks()) track.stop();
    },
  };
}

function paint(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { width, height } = canvas;
  const seconds = performance.now() / 1000;
  context.fillStyle = "#10151c";
  context.fillRect(0, 0, width, height);
  context.strokeStyle = "#f0b441";
  context.lineWidth = 4;
  context.beginPath();
  for (let x = 0; x <= width; x += 8) {
    const loud = Math.abs(Math.sin(seconds * 4)) * 60;
    context.lineTo(x, height / 2 + Math.sin(x / 24 + seconds * 6) * loud);
  }
  context.stroke();
  context.fillStyle = "#e8e6e1";
  context.font = "20px system-ui, sans-serif";
  context.fillText(new Date().toISOString().slice(11, 23), 16, 32);
}
