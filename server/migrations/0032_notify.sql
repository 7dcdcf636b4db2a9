-- An item may be about a voice; it is seen by those who see the voice.
ALTER TABLE notice.item ADD COLUMN voice_id text;
CREATE POLICY of_voices ON notice.item AS RESTRICTIVE FOR SELECT USING (voice_id IS NULL
  OR EXISTS (SELECT FROM complaints.handling WHERE handling.voice_id = item.voice_id));
