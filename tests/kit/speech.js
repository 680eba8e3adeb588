/* Stands for the voices of a computer. Tests say which there are, and when a sentence has been read to its end. */
(function () {
  "use strict";

  var listeners = [];
  var current = null;
  var synthesis = {
    speaking: false,
    pending: false,
    getVoices: function () {
      return window.speech.voices;
    },
    addEventListener: function (name, listener) {
      listeners.push(listener);
    },
    speak: function (utterance) {
      current = utterance;
      synthesis.speaking = true;
      window.speech.said.push(utterance.text);
      window.speech.used.push(utterance.voice.name);
    },
    cancel: function () {
      var ended = current;
      current = null;
      synthesis.speaking = false;
      window.speech.cancelled += 1;
      if (ended) {
        ended.onerror({ error: "interrupted" });
      }
    }
  };

  window.speech = {
    voices: [],
    said: [],
    used: [],
    cancelled: 0,
    change: function (voices) {
      window.speech.voices = voices;
      listeners.forEach(function (listener) {
        listener();
      });
    },
    finish: function () {
      var ended = current;
      current = null;
      synthesis.speaking = false;
      ended.onend({});
    },
    fail: function () {
      current.onerror({ error: "synthesis-failed" });
    },
    isSpeaking: function () {
      return current !== null;
    }
  };
  window.SpeechSynthesisUtterance = function (text) {
    this.text = text;
  };
  Object.defineProperty(window, "speechSynthesis", { configurable: true, value: synthesis });
}());
